using System.Text.Json;
using RepoMaturity.Scoring;

namespace RepoMaturity.Reports;

/// <summary>Answers, roadmap, attestations and groups as JSON; the version is that of <see cref="JsonReport"/>.</summary>
public static class GuideJson
{
    /// <summary>Writes the answers to the guide's questions and every criterion.</summary>
    public static void WriteAnswers(Stream stream, Assessment assessment, GuideAnswers answers, string toolVersion) => JsonReport.Write(stream, writer =>
    {
        writer.WriteStartObject();
        JsonReport.WriteOrigin(writer, assessment, toolVersion);
        JsonReport.WriteDimension(writer, assessment.Dimension);
        JsonReport.WriteArray(writer, "questions", answers.Questions, static (w, q) =>
        {
            w.WriteStartObject();
            w.WriteString("id", q.Question.Id);
            w.WriteString("name", q.Question.Name);
            w.WriteNumber("level", q.Level);
            w.WriteNumber("attested", q.Attested);
            w.WriteNumber("possible", q.Possible);
            w.WriteString("response", q.Response);
            WriteIds(w, "evidence", q.Evidence);
            WriteIds(w, "contradictions", q.Contradictions);
            WriteIds(w, "missing", q.Missing);
            WriteIds(w, "guidance", q.Guidance);
            w.WriteEndObject();
        });
        JsonReport.WriteArray(writer, "failureModes", answers.FailureModes, static (w, m) =>
        {
            w.WriteStartObject();
            w.WriteString("id", m.Mode.Id);
            w.WriteString("name", m.Mode.Name);
            w.WriteString("state", Name(m.State));
            w.WriteEndObject();
        });
        JsonReport.WriteArray(writer, "views", answers.Views.Levels, static (w, v) =>
        {
            w.WriteStartObject();
            w.WriteString("id", v.View.Id);
            w.WriteNumber("level", v.Level);
            w.WriteEndObject();
        });
        JsonReport.WriteArray(writer, "scores", answers.Views.Scores, static (w, v) =>
        {
            w.WriteStartObject();
            w.WriteString("id", v.View.Id);
            w.WriteNumber("score", v.Score);
            w.WriteEndObject();
        });
        JsonReport.WriteArray(writer, "criteria", answers.Criteria, WriteCriterion);
        writer.WriteEndObject();
    });

    /// <summary>Writes a stage of the roadmap.</summary>
    public static void WriteRoadmap(Stream stream, Assessment assessment, Roadmap roadmap, string toolVersion) => JsonReport.Write(stream, writer =>
    {
        writer.WriteStartObject();
        JsonReport.WriteOrigin(writer, assessment, toolVersion);
        JsonReport.WriteDimension(writer, assessment.Dimension);
        writer.WriteStartObject("stage");
        writer.WriteString("id", roadmap.Stage.Id);
        writer.WriteString("name", roadmap.Stage.Name);
        writer.WriteNumber("from", roadmap.Stage.From);
        writer.WriteEndObject();
        JsonReport.WriteArray(writer, "items", roadmap.Items, static (w, i) =>
        {
            w.WriteStartObject();
            w.WriteString("group", i.Group);
            w.WriteNumber("gain", Math.Round(i.Gain, 4));
            w.WriteNumber("effort", i.Effort);
            w.WritePropertyName("criterion");
            WriteCriterion(w, i.Assessment);
            w.WriteEndObject();
        });
        JsonReport.WriteArray(writer, "success", roadmap.Success, WriteCriterion);
        writer.WriteEndObject();
    });

    /// <summary>Writes what the team can attest.</summary>
    public static void WriteAttestations(Stream stream, Assessment assessment, IReadOnlyList<AttestationGain> gains, string toolVersion) => JsonReport.Write(stream, writer =>
    {
        writer.WriteStartObject();
        JsonReport.WriteOrigin(writer, assessment, toolVersion);
        JsonReport.WriteArray(writer, "attestations", gains, static (w, g) =>
        {
            w.WriteStartObject();
            w.WriteString("key", g.Kind.Key);
            w.WriteString("asks", g.Kind.Asks);
            w.WriteNumber("gain", Math.Round(g.Gain, 4));
            w.WriteNumber("criteria", g.Criteria);
            if (g.Stated is { } stated)
            {
                w.WritePropertyName("stated");
                JsonReport.WriteAttestation(w, stated);
            }

            w.WriteEndObject();
        });
        writer.WriteEndObject();
    });

    /// <summary>Writes several repositories together.</summary>
    public static void WriteGroup(Stream stream, GroupAssessment group, string toolVersion) => JsonReport.Write(stream, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("schemaVersion", JsonReport.SchemaVersion);
        JsonReport.WriteTool(writer, toolVersion);
        JsonReport.WriteArray(writer, "repositories", group.Repositories, static (w, a) =>
        {
            w.WriteStartObject();
            w.WriteString("name", a.Repository);
            w.WriteString("commit", a.Commit?.Id);
            JsonReport.WriteDimension(w, a.Dimension);
            JsonReport.WriteArray(w, "components", a.Projects.SelectMany(p => p.Components), static (c, component) =>
            {
                c.WriteStartObject();
                c.WriteNumber("id", component.Id);
                c.WriteNumber("level", component.Level);
                c.WriteNumber("verified", ReportText.Round(component.Verified));
                c.WriteEndObject();
            });
            w.WriteEndObject();
        });
        JsonReport.WriteDimension(writer, group.Dimension);
        JsonReport.WriteArray(writer, "components", group.Components, static (w, c) => WriteLevel(w, c.Component.Id.ToString(), c.Component.Name, c.Level, null));
        JsonReport.WriteArray(writer, "questions", group.Questions, static (w, q) => WriteLevel(w, q.Question.Id, q.Question.Name, q.Verified, q.Attested));
        JsonReport.WriteArray(writer, "attestations", group.Attestations, JsonReport.WriteAttestation);
        JsonReport.WriteArray(writer, "blockers", group.Blockers, static (w, b) =>
        {
            w.WriteStartObject();
            w.WriteString("ruleId", b.Rule.Id);
            w.WriteString("title", b.Rule.Title);
            JsonReport.WriteArray(w, "repositories", b.Repositories, static (n, name) => n.WriteStringValue(name));
            w.WriteEndObject();
        });
        writer.WriteEndObject();
    });

    private static void WriteLevel(Utf8JsonWriter writer, string id, string name, GroupLevel level, GroupLevel? attested)
    {
        writer.WriteStartObject();
        writer.WriteString("id", id);
        writer.WriteString("name", name);
        writer.WriteNumber("weakest", level.Weakest);
        writer.WriteString("weakestRepository", level.WeakestRepository);
        writer.WriteNumber("median", level.Median);
        if (attested is not null)
        {
            writer.WriteNumber("attestedWeakest", attested.Weakest);
            writer.WriteNumber("attestedMedian", attested.Median);
        }

        writer.WriteEndObject();
    }

    private static void WriteIds(Utf8JsonWriter writer, string name, IReadOnlyList<CriterionAssessment> criteria) =>
        JsonReport.WriteArray(writer, name, criteria, static (w, c) => w.WriteStringValue(c.Criterion.Id));

    private static void WriteCriterion(Utf8JsonWriter writer, CriterionAssessment criterion)
    {
        writer.WriteStartObject();
        writer.WriteString("id", criterion.Criterion.Id);
        writer.WriteString("asks", criterion.Criterion.Asks);
        if (criterion.Criterion.IsWeakness)
        {
            writer.WriteBoolean("weakness", true);
        }

        writer.WriteString("state", Name(criterion.State));
        JsonReport.WriteArray(writer, "reasons", criterion.Reasons, static (w, r) =>
        {
            w.WriteStartObject();
            w.WriteString("state", Name(r.State));
            w.WriteString("text", r.Text);
            JsonReport.WriteArray(w, "rules", r.Findings, static (f, finding) => f.WriteStringValue(finding.Rule.Id));
            if (r.Attestation is { } key)
            {
                w.WriteString("attestation", key);
            }

            w.WriteEndObject();
        });
        writer.WriteEndObject();
    }

    private static string Name(CriterionState state) => JsonNamingPolicy.CamelCase.ConvertName(state.ToString());
}
