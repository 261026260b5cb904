using RepoMaturity.Evidence.Operations;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Every alert that the repository defines links to its runbook.</summary>
internal sealed class AlertRunbooks : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        AlertRule[] alerts = [.. AlertRule.Find(context.Evidence)];
        if (alerts.Length == 0)
        {
            context.Open("the repository defines no alerts that can be read; if the monitoring service holds them, look there");
        }

        foreach (AlertRule alert in alerts)
        {
            if (alert.Runbook is null)
            {
                context.Fail(alert.Location, $"alert {alert.Name} has no runbook_url");
            }
            else
            {
                context.Pass(alert.Location, $"alert {alert.Name} links to its runbook");
            }
        }
    }
}
