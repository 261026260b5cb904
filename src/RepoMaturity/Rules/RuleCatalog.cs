using System.Collections.Frozen;
using RepoMaturity.Documents.Data;
using RepoMaturity.Evidence.Technologies;

namespace RepoMaturity.Rules;

/// <summary>An immutable set of rules, technologies and the guide's components. Thread-safe.</summary>
public sealed class RuleCatalog
{
    private readonly FrozenDictionary<string, RuleDescriptor> _byId;

    internal RuleCatalog(IReadOnlyList<RuleDescriptor> rules, IReadOnlyList<Technology> technologies, IReadOnlyList<GuideComponent> components)
    {
        Rules = rules;
        Technologies = technologies;
        Components = components;
        _byId = rules.ToFrozenDictionary(r => r.Id, StringComparer.Ordinal);
    }

    /// <summary>All rules, by id.</summary>
    public IReadOnlyList<RuleDescriptor> Rules { get; }

    /// <summary>The guide's components, by id.</summary>
    public IReadOnlyList<GuideComponent> Components { get; }

    /// <summary>Examples that prove the detection of technologies, by technology.</summary>
    public IReadOnlyList<TechnologyExample> TechnologyExamples { get; private init; } = [];

    internal IReadOnlyList<Technology> Technologies { get; }

    /// <summary>The rule with an id, or null.</summary>
    public RuleDescriptor? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The same catalogue with these rules only.</summary>
    internal RuleCatalog Only(IEnumerable<RuleDescriptor> rules) => new([.. rules], Technologies, Components);

    /// <summary>Builds a catalogue from the texts of a <c>rules/</c> folder.</summary>
    /// <param name="files">Path inside the folder (<c>technologies/ruff.yml</c>) and text.</param>
    /// <param name="withExamples">False to leave the examples unread; they must then be the last key, as the scaffold puts them.</param>
    /// <exception cref="FormatException">A file is wrong; names file, line and what is known.</exception>
    public static RuleCatalog Load(IEnumerable<(string Path, string Text)> files, bool withExamples = true)
    {
        List<RuleDescriptor> rules = [];
        List<Technology> technologies = [];
        List<GuideComponent> components = [];
        List<TechnologyExample> technologyExamples = [];
        object gate = new();
        void LoadOne((string Path, string Text) file)
        {
            int examples = withExamples ? -1 : file.Text.IndexOf("\nexamples:", StringComparison.Ordinal);
            DataDocument document = YamlLoader.Load(examples < 0 ? file.Text : file.Text[..(examples + 1)]);
            if (document.Problem is { } problem || document.Root is not { IsMapping: true } root)
            {
                throw new FormatException($"{file.Path}:{document.Problem?.Line}: {document.Problem?.Message ?? "not a mapping"}");
            }

            if (withExamples && file.Path.StartsWith("technologies/", StringComparison.Ordinal))
            {
                IReadOnlyList<TechnologyExample> ofTechnology = TechnologyExample.LoadAll(file.Path, root);
                lock (gate)
                {
                    technologyExamples.AddRange(ofTechnology);
                }
            }

            object loaded = file.Path.StartsWith("technologies/", StringComparison.Ordinal) ? TechnologyLoader.Load(file.Path, root)
                : file.Path.StartsWith("guide/", StringComparison.Ordinal) ? GuideComponent.Load(file.Path, root)
                : RuleLoader.Load(file.Path, root, file.Text, withExamples);
            lock (gate)
            {
                switch (loaded)
                {
                    case Technology technology:
                        technologies.Add(technology);
                        break;
                    case GuideComponent component:
                        components.Add(component);
                        break;
                    default:
                        rules.Add((RuleDescriptor)loaded);
                        break;
                }
            }
        }

        try
        {
            Parallel.ForEach(files, LoadOne);
        }
        catch (AggregateException e) when (e.InnerExceptions.All(i => i is FormatException))
        {
            throw new FormatException(string.Join('\n', e.InnerExceptions.Select(i => i.Message).Order(StringComparer.Ordinal)), e);
        }

        if (rules.GroupBy(r => r.Id).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new FormatException($"{twice.Key} is the id of {twice.Count()} rules");
        }

        return new RuleCatalog(
            [.. rules.OrderBy(r => r.Id, StringComparer.Ordinal)],
            [.. technologies.OrderBy(t => t.Id, StringComparer.Ordinal)],
            [.. components.OrderBy(c => c.Id)])
        {
            TechnologyExamples = [.. technologyExamples.OrderBy(e => e.TechnologyId, StringComparer.Ordinal)],
        };
    }
}
