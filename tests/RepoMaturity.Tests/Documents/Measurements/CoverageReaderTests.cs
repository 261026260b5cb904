using System.Text;
using RepoMaturity.Documents.Measurements;

namespace RepoMaturity.Tests.Documents.Measurements;

public class CoverageReaderTests
{
    [Theory]
    [InlineData(Samples.CoveragePyXml, "Cobertura", 8, 10)]
    [InlineData(Samples.CoverletCobertura, "Cobertura", 6, 12)]
    [InlineData(Samples.OldCobertura, "Cobertura", 3, 4)]
    [InlineData(Samples.Jacoco, "JaCoCo", 9, 12)]
    [InlineData(Samples.Lcov, "lcov", 2, 3)]
    [InlineData(Samples.LcovSums, "lcov", 15, 20)]
    [InlineData(Samples.CoveragePyJson, "coverage.py", 2, 4)]
    [InlineData(Samples.CoverletJson, "coverlet", 3, 4)]
    public void Format_is_recognised_by_content(string text, string format, int covered, int total) =>
        Assert.Equal(new CoverageReport(format, covered, total), CoverageReader.Read(Samples.Bytes(text)));

    [Fact]
    public void Marks_and_encodings_of_windows_tools_are_read()
    {
        byte[] marked = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Samples.CoverletCobertura)];
        byte[] wide = [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Samples.CoverletCobertura.Replace("utf-8", "utf-16", StringComparison.Ordinal))];
        Assert.Equal(6, CoverageReader.Read(marked).Covered);
        Assert.Equal(6, CoverageReader.Read(wide).Covered);
    }

    [Theory]
    [InlineData("", 1, "no report of test coverage; known are Cobertura XML")]
    [InlineData("80 %", 1, "no report of test coverage")]
    [InlineData("{\"total\": 80}", 1, "no report of test coverage")]
    [InlineData("{\"meta\": {},\n\"totals\": {]", 2, "invalid JSON")]
    [InlineData("<project/>", 1, "no report of test coverage")]
    [InlineData("<coverage generated=\"1\" clover=\"4.4\"/>", 1, "no report of test coverage")]
    [InlineData("<coverage>\n<packages>", 2, "invalid XML")]
    [InlineData("<coverage line-rate=\"0.9\"/>", 1, "the Cobertura report counts no line")]
    [InlineData("<coverage lines-covered=\"11\" lines-valid=\"10\"/>", 1, "counts 11 of 10 lines")]
    [InlineData("<coverage lines-covered=\"many\" lines-valid=\"10\"/>", 1, "which cannot be")]
    [InlineData("<report><counter type=\"BRANCH\" missed=\"1\" covered=\"2\"/></report>", 1, "the JaCoCo report counts no line")]
    [InlineData("SF:a.c\nend_of_record", 1, "the lcov report counts no line")]
    [InlineData("TN:\nSF:a.c\nDA:1,yes", 3, "'DA:' needs numbers")]
    [InlineData("SF:a.c\nDA:1", 2, "'DA:' needs numbers")]
    [InlineData("SF:a.c\nLF:many", 2, "'LF:' needs numbers")]
    public void What_is_wrong_is_named_with_its_line(string text, int line, string message)
    {
        CoverageReport report = CoverageReader.Read(Samples.Bytes(text));
        Assert.Equal(line, report.Problem?.Line);
        Assert.Contains(message, report.Problem?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Entities_are_not_expanded_and_depth_is_bounded()
    {
        string bomb = """<!DOCTYPE coverage [<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM "file:///etc/hostname">]><coverage lines-covered="1" lines-valid="1">&b;</coverage>""";
        Assert.NotNull(CoverageReader.Read(Samples.Bytes(bomb)).Problem);
        string deep = string.Concat(Enumerable.Repeat("<coverage>", 100_000));
        Assert.Contains("deeper", CoverageReader.Read(Samples.Bytes(deep)).Problem?.Message, StringComparison.Ordinal);
    }
}
