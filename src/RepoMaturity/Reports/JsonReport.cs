using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using RepoMaturity.Rules;
using RepoMaturity.Scoring;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Reports;

/// <summary>The JSON report: a contract with a version, described by <see cref="Schema"/>.</summary>
public static class JsonReport
{
    /// <summary>Version of the contract: the second number grows when something is added, the first when something changes or goes.</summary>
    public const string SchemaVersion = "1.2";

    /// <summary>The published JSON schema of the report.</summary>
    public static string Schema
    {
        get
        {
            using Stream stream = typeof(JsonReport).Assembly.GetManifestResourceStream("assessment.schema.json")!;
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return System.Text.Encoding.UTF8.GetString(bytes);
        }
    }

    /// <summary>Writes the report as UTF-8 without a byte order mark, with one line end after it; the stream stays open.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="assessment">What to write.</param>
    /// <param name="toolVersion">Version of the tool that scanned.</param>
    public static void Write(Stream stream, Assessment assessment, string toolVersion)
    {
        Write(stream, writer => Write(writer, assessment, toolVersion));
    }

    /// <summary>Writes one JSON object as every report is written.</summary>
    internal static void Write(Stream stream, Action<Utf8JsonWriter> write)
    {
        using (Utf8JsonWriter writer = new(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = CreateEncoder() }))
        {
            write(writer);
        }

        stream.WriteByte((byte)'\n');
    }

    /// <summary>Writes the report as one JSON object.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="assessment">What to write.</param>
    /// <param name="toolVersion">Version of the tool that scanned.</param>
    public static void Write(Utf8JsonWriter writer, Assessment assessment, string toolVersion)
    {
        writer.WriteStartObject();
        WriteOrigin(writer, assessment, toolVersion);
        WriteArray(writer, "projects", assessment.Projects, WriteProject);
        WriteArray(writer, "measurements", assessment.Measurements, WriteMeasurement);
        WriteArray(writer, "attestations", assessment.Attestations, WriteAttestation);
        WriteArray(writer, "findings", assessment.Findings, WriteFinding);
        WriteArray(writer, "excluded", assessment.Excluded, WriteExclusion);
        WriteArray(writer, "notes", assessment.Notes, static (w, note) => w.WriteStringValue(note));
        writer.WriteEndObject();
        writer.Flush();
    }

    internal static void WriteOrigin(Utf8JsonWriter writer, Assessment assessment, string toolVersion)
    {
        writer.WriteString("schemaVersion", SchemaVersion);
        WriteTool(writer, toolVersion);
        writer.WriteStartObject("repository");
        writer.WriteString("name", assessment.Repository);
        writer.WriteString("commit", assessment.Commit?.Id);
        writer.WriteEndObject();
        writer.WriteString("asOf", assessment.AsOf.ToString("yyyy-MM-dd"));
    }

    internal static void WriteTool(Utf8JsonWriter writer, string toolVersion)
    {
        writer.WriteStartObject("tool");
        writer.WriteString("name", "RepoMaturity");
        writer.WriteString("version", toolVersion);
        writer.WriteEndObject();
    }

    /// <summary>Readable beyond ASCII, yet safe to show: characters that steer a terminal or reorder text are escaped.</summary>
    private static JavaScriptEncoder CreateEncoder()
    {
        TextEncoderSettings settings = new(UnicodeRanges.All);
        for (int c = 0; c <= char.MaxValue; c++)
        {
            if (char.GetUnicodeCategory((char)c) == System.Globalization.UnicodeCategory.Format)
            {
                settings.ForbidCharacter((char)c);
            }
        }

        return JavaScriptEncoder.Create(settings);
    }

    private static void WriteProject(Utf8JsonWriter writer, ProjectAssessment project)
    {
        writer.WriteStartObject();
        writer.WriteString("path", project.Path);
        WriteArray(writer, "traits", project.Traits, static (w, trait) => w.WriteStringValue(trait.Name));
        WriteDimension(writer, DimensionAssessment.Of(project.Components));
        WriteArray(writer, "components", project.Components, WriteComponent);
        writer.WriteEndObject();
    }

    internal static void WriteDimension(Utf8JsonWriter writer, DimensionAssessment dimension)
    {
        writer.WriteStartObject("dimension");
        writer.WriteNumber("level", dimension.Level);
        writer.WriteNumber("verified", ReportText.Round(dimension.Verified));
        writer.WriteNumber("attested", ReportText.Round(dimension.Attested));
        writer.WriteNumber("possible", ReportText.Round(dimension.Possible));
        writer.WriteEndObject();
    }

    internal static void WriteAttestation(Utf8JsonWriter writer, Attestation attestation)
    {
        writer.WriteStartObject();
        writer.WriteString("key", attestation.Kind.Key);
        writer.WriteNumber("value", attestation.Value);
        writer.WriteString("text", attestation.Kind.Text(attestation.Value));
        writer.WriteString("source", attestation.Source);
        writer.WriteString("owner", attestation.Owner);
        writer.WriteString("date", attestation.Date.ToString("yyyy-MM-dd"));
        writer.WriteEndObject();
    }

    private static void WriteComponent(Utf8JsonWriter writer, ComponentAssessment component)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", component.Id);
        writer.WriteString("name", component.Name);
        writer.WriteBoolean("applicable", component.IsApplicable);
        writer.WriteNumber("level", component.Level);
        writer.WriteNumber("verified", ReportText.Round(component.Verified));
        writer.WriteNumber("attested", ReportText.Round(component.Attested));
        writer.WriteNumber("possible", ReportText.Round(component.Possible));
        WriteArray(writer, "practices", component.Practices, WritePractice);
        writer.WriteEndObject();
    }

    private static void WritePractice(Utf8JsonWriter writer, PracticeAssessment practice)
    {
        writer.WriteStartObject();
        writer.WriteString("id", practice.Id);
        writer.WriteString("name", practice.Name);
        WriteNumberOrNull(writer, "level", practice.Level);
        writer.WriteEndObject();
    }

    private static void WriteMeasurement(Utf8JsonWriter writer, Measurement measurement)
    {
        writer.WriteStartObject();
        writer.WriteString("id", measurement.Id);
        writer.WriteString("name", measurement.Name);
        writer.WriteNumber("value", Math.Round(measurement.Value, 4));
        writer.WriteString("unit", measurement.Unit);
        writer.WriteString("text", measurement.Text);
        writer.WriteString("source", measurement.Source);
        writer.WriteEndObject();
    }

    private static void WriteFinding(Utf8JsonWriter writer, Finding finding)
    {
        writer.WriteStartObject();
        writer.WriteString("ruleId", finding.Rule.Id);
        writer.WriteString("practice", finding.Rule.Practice);
        writer.WriteNumber("maturityLevel", finding.Rule.MaturityLevel);
        writer.WriteString("kind", JsonNamingPolicy.CamelCase.ConvertName(finding.Kind.ToString()));
        writer.WriteString("severity", JsonNamingPolicy.CamelCase.ConvertName(finding.Severity.ToString()));
        writer.WriteString("message", finding.Message);
        Location location = finding.Location;
        writer.WriteString("path", location.Path);
        WriteNumberOrNull(writer, "line", Known(location.Line));
        WriteNumberOrNull(writer, "column", Known(location.Column));
        WriteNumberOrNull(writer, "endLine", Known(location.EndLine) ?? Known(location.Line));
        WriteNumberOrNull(writer, "endColumn", Known(location.EndColumn));
        writer.WriteString("fingerprint", finding.Fingerprint);
        if (finding.Attestation is { } attestation)
        {
            writer.WriteString("attestation", attestation.Kind.Key);
        }

        WriteArray(writer, "trail", finding.Trail, WriteStep);
        writer.WriteEndObject();
    }

    internal static void WriteStep(Utf8JsonWriter writer, TrailStep step)
    {
        writer.WriteStartObject();
        writer.WriteString("path", step.Location.Path);
        WriteNumberOrNull(writer, "line", Known(step.Location.Line));
        writer.WriteString("text", step.Text);
        writer.WriteEndObject();
    }

    private static void WriteExclusion(Utf8JsonWriter writer, Exclusion exclusion)
    {
        writer.WriteStartObject();
        writer.WriteString("path", exclusion.Path);
        writer.WriteString("reason", exclusion.Reason);
        writer.WriteNumber("fileCount", exclusion.FileCount);
        writer.WriteEndObject();
    }

    internal static void WriteArray<T>(Utf8JsonWriter writer, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartArray(name);
        foreach (T item in items)
        {
            write(writer, item);
        }

        writer.WriteEndArray();
    }

    private static int? Known(int number) => number > 0 ? number : null;

    private static void WriteNumberOrNull(Utf8JsonWriter writer, string name, int? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
