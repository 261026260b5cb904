namespace RepoMaturity.Rules;

/// <summary>A small repository with the verdict that the rule gives on it: test and documentation in one.</summary>
/// <param name="Name">What the example shows.</param>
/// <param name="Expect">The rule's verdict.</param>
/// <param name="At">Places of the Fails as <c>path</c> or <c>path:line</c>, in order; empty when the verdict alone is checked.</param>
/// <param name="Files">Content by path.</param>
public sealed record RuleExample(string Name, ResultKind Expect, IReadOnlyList<string> At, IReadOnlyDictionary<string, string> Files);
