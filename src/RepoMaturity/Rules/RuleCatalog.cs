using System.Collections.Frozen;
using RepoMaturity.Documents.Data;
using RepoMaturity.Evidence.Technologies;

namespace RepoMaturity.Rules;

/// <summary>An immutable set of rules, technologies and the guide's components. Thread-safe.</summary>
public sealed class RuleCatalog
{
    private readonly FrozenDictionary<string, RuleDescriptor> _byId;
    private readonly GuideTexts _texts;

    internal RuleCatalog(IReadOnlyList<RuleDescriptor> rules, IReadOnlyList<Technology> technologies, IReadOnlyList<GuideComponent> components)
        : this(rules, technologies, components, new GuideTexts())
    {
    }

    private RuleCatalog(IReadOnlyList<RuleDescriptor> rules, IReadOnlyList<Technology> technologies, IReadOnlyList<GuideComponent> components, GuideTexts texts)
    {
        Rules = rules;
        Technologies = technologies;
        Components = components;
        _texts = texts;
        _byId = rules.ToFrozenDictionary(r => r.Id, StringComparer.Ordinal);
    }

    /// <summary>All rules, by id.</summary>
    public IReadOnlyList<RuleDescriptor> Rules { get; }

    /// <summary>The guide's components, by id.</summary>
    public IReadOnlyList<GuideComponent> Components { get; }

    /// <summary>All criteria of the guide in its order, each with what decides it.</summary>
    public IReadOnlyList<Criterion> Criteria => _texts.Criteria.Value;

    /// <summary>What a team can state that a repository cannot show.</summary>
    public IReadOnlyList<AttestationKind> Attestations => _texts.Attestations.Value.Kinds;

    /// <summary>Names of the guide's questions, failure modes and stages.</summary>
    public GuideSections Sections => _texts.Sections.Value;

    /// <summary>Other frameworks' views of the same evidence.</summary>
    public GuideViews Views => _texts.Views.Value;

    /// <summary>Days after its date that a statement counts.</summary>
    public int AttestationLife => _texts.Attestations.Value.Life;

    /// <summary>Examples that prove the detection of technologies, by technology.</summary>
    public IReadOnlyList<TechnologyExample> TechnologyExamples { get; private init; } = [];

    internal IReadOnlyList<Technology> Technologies { get; }

    /// <summary>The rule with an id, or null.</summary>
    public RuleDescriptor? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The same catalogue with these rules only.</summary>
    internal RuleCatalog Only(IEnumerable<RuleDescriptor> rules) => new([.. rules], Technologies, Components, _texts);

    /// <summary>The same catalogue with the rules of these components, and those about the scan itself.</summary>
    /// <param name="components">1 to 5.</param>
    public RuleCatalog OfComponents(IReadOnlyList<int> components) => Only(Rules.Where(r => r.Component == 0 || components.Contains(r.Component)));

    /// <summary>Builds a catalogue from the texts of a <c>rules/</c> folder.</summary>
    /// <param name="files">Path inside the folder (<c>technologies/ruff.yml</c>) and text.</param>
    /// <param name="withExamples">False to leave the examples unread; they must then be the last key, as the scaffold puts them.</param>
    /// <exception cref="FormatException">A file is wrong; names file, line and what is known.</exception>
    public static RuleCatalog Load(IEnumerable<(string Path, string Text)> files, bool withExamples = true)
    {
        List<RuleDescriptor> rules = [];
        List<Technology> technologies = [];
        List<GuideComponent> components = [];
        GuideTexts texts = new();
        List<TechnologyExample> technologyExamples = [];
        object gate = new();
        void LoadOne((string Path, string Text) file)
        {
            // Most scans need none of these; each is read when somebody asks.
            if (GuideTexts.Files.Contains(file.Path))
            {
                lock (gate)
                {
                    texts.Add(file.Path, file.Text);
                }

                return;
            }

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
            [.. components.OrderBy(c => c.Id)],
            texts)
        {
            TechnologyExamples = [.. technologyExamples.OrderBy(e => e.TechnologyId, StringComparer.Ordinal)],
        };
    }

    /// <summary>The guide's long lists, read when first asked for.</summary>
    private sealed class GuideTexts
    {
        private const string CriteriaFile = "guide/criteria.yml";
        private const string AttestationsFile = "guide/attestations.yml";
        private const string SectionsFile = "guide/sections.yml";
        private const string ViewsFile = "guide/views.yml";

        private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

        public GuideTexts()
        {
            Criteria = new(() => _texts.ContainsKey(CriteriaFile) ? [.. Root(CriteriaFile).Entries.Select(e => Criterion.Load(CriteriaFile, e))] : []);
            Attestations = new(() => _texts.ContainsKey(AttestationsFile) ? LoadAttestations() : ([], 0));
            Sections = new(() => GuideSections.Load(SectionsFile, Root(SectionsFile)));
            Views = new(() => _texts.ContainsKey(ViewsFile) ? GuideViews.Load(ViewsFile, Root(ViewsFile)) : GuideViews.None);
        }

        public static IReadOnlyList<string> Files { get; } = [CriteriaFile, AttestationsFile, SectionsFile, ViewsFile];

        public Lazy<IReadOnlyList<Criterion>> Criteria { get; }

        public Lazy<(IReadOnlyList<AttestationKind> Kinds, int Life)> Attestations { get; }

        public Lazy<GuideSections> Sections { get; }

        public Lazy<GuideViews> Views { get; }

        public void Add(string path, string text) => _texts.Add(path, text);

        private (IReadOnlyList<AttestationKind> Kinds, int Life) LoadAttestations()
        {
            DataNode root = Root(AttestationsFile);
            return (
                [.. (root["attestations"]?.Entries ?? []).Select(e => AttestationKind.Load(AttestationsFile, e))],
                int.TryParse(root.TextOf("life"), out int life) ? life : throw new FormatException($"{AttestationsFile}: no life"));
        }

        private DataNode Root(string path)
        {
            DataDocument document = YamlLoader.Load(_texts.TryGetValue(path, out string? text) ? text : throw new FormatException($"{path}: not in the rules folder"));
            return document is { Problem: null, Root: { IsMapping: true } root } ? root : throw new FormatException($"{path}:{document.Problem?.Line}: {document.Problem?.Message ?? "not a mapping"}");
        }
    }
}
