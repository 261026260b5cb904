#pragma warning disable
using RepoMaturity.Documents;
using RepoMaturity.Documents.Pipelines;
using RepoMaturity.Snapshots;
namespace RepoMaturity.Evidence
{
internal sealed class CommandGraph { public IReadOnlyList<Execution> Executions => []; public IReadOnlyList<UnresolvedReference> Unresolved=>[]; public UnresolvedReference? LeavesRepository => null; public static CommandGraph Build(DocumentSet d, IReadOnlyList<Pipeline> p)=>new(); }
}
