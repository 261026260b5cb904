namespace RepoMaturity.Rules;

/// <summary>An immutable set of rules with the guide's practices and levels. Thread-safe.</summary>
public sealed class RuleCatalog
{
    internal RuleCatalog(IReadOnlyList<RuleDescriptor> rules) => Rules = rules;

    /// <summary>All rules, by id.</summary>
    public IReadOnlyList<RuleDescriptor> Rules { get; }
}
