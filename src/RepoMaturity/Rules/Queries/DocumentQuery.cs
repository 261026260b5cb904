using RepoMaturity.Documents;
using RepoMaturity.Documents.Commands;
using RepoMaturity.Documents.Prose;
using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Queries;

/// <summary>
/// <c>document: [globs]</c> with <c>section: [words]</c>, <c>words: 30</c>, <c>code: true</c>, <c>figures: true</c>: a document that has a section whose
/// heading holds one of the words, and none of <c>without: [words]</c>, and that says enough and not only that there is nothing, naming one of <c>about: [words]</c> if given. Without
/// <c>section</c> the whole document is meant. <c>not-tests: true</c> leaves out folders of tests. With <c>commands: [pip install]</c> it is
/// enough that a code block starts a command with these words and holds no word of <c>without</c>; with <c>languages: [python]</c>, that a
/// block is in such a language.
/// </summary>
internal sealed class DocumentQuery : Query
{
    private readonly FilePattern[] _files;
    private readonly IReadOnlyList<string> _sections;
    private readonly IReadOnlyList<string> _without;
    private readonly IReadOnlyList<string> _about;
    private readonly int _words;
    private readonly string[][] _commands;
    private readonly IReadOnlyList<string> _languages;
    private readonly bool _code;
    private readonly bool _figures;
    private readonly bool _notTests;

    public DocumentQuery(QueryNode node)
    {
        _files = [.. node.Values().Select(p => new FilePattern(p))];
        _sections = node.Texts("section");
        _without = node.Texts("without");
        _about = node.Texts("about");
        _words = (int)(node.Number("words") ?? 1);
        _commands = [.. node.Texts("commands").Select(c => c.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        _languages = node.Texts("languages");
        _code = node.Flag("code");
        _figures = node.Flag("figures");
        _notTests = node.Flag("not-tests");
    }

    public override QueryResult Evaluate(RepositoryEvidence evidence) => QueryResult.Any(
    [
        .. FilePattern.Find(evidence.Snapshot, _files)
            .Where(f => evidence.Trees.IsOwn(f) && !(_notTests && TestPaths.HasTestFolder(f.Directory)))
            .SelectMany(f => ProseDocument.Of(evidence.Documents, f) is { } document ? Matches(f, document) : []),
    ]);

    private IEnumerable<Match> Matches(SnapshotFile file, ProseDocument document)
    {
        if (_commands.Length > 0)
        {
            return document.CodeBlocks.SelectMany(CommandBlock.Read)
                .Where(c => _commands.Any(w => Starts(c, w)) && !c.Words.Skip(1).Any(w => _without.Any(o => TechnologyMatcher.MatchesText(o, w.Text))))
                .Select(c => Match.At(new Location(file.Path, c.Line), c.ToString()));
        }

        if (_languages.Count > 0)
        {
            return document.CodeBlocks.Where(c => _languages.Contains(c.Language)).Select(c => Match.At(new Location(file.Path, c.Line), c.Language));
        }

        if (_sections.Count == 0)
        {
            return Says(document.Text, ProseText.CountWords(document.Text)) ? [Match.Of(file)] : [];
        }

        // What a README is called says nothing of what it tells.
        Heading? title = file.Name.StartsWith("README", StringComparison.OrdinalIgnoreCase) && document.Headings.Count(h => h.Level == 1) == 1 && document.Headings[0].Level == 1 ? document.Headings[0] : null;
        return document.Sections
            .Where(s => s.Heading != title && _sections.Any(w => ProseText.HasWord(s.Heading.Text, w)) && !_without.Any(w => ProseText.HasWord(s.Heading.Text, w))
                && !ProseText.Denies(s.Text, s.Words)
                && (Says(s.Text, s.Words) || (_code && document.CodeBlocks.Any(c => c.Line >= s.Heading.Line && c.Line <= s.EndLine))))
            .Select(s => Match.At(new Location(file.Path, s.Heading.Line), s.Heading.Text));
    }

    private static bool Starts(DocumentedCommand command, string[] words) =>
        command.Words.Count >= words.Length && words.Index().All(w => TechnologyMatcher.MatchesPattern(w.Item, command.Words[w.Index].Text));

    private bool Says(string text, int words) => words >= _words && (!_figures || ProseText.HasFigure(text)) && (_about.Count == 0 || _about.Any(w => ProseText.HasWord(text, w)));
}
