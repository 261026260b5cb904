using RepoMaturity.Documents;
using RepoMaturity.Documents.CSharp;

namespace RepoMaturity.Tests.Documents.CSharp;

public class MsBuildProjectSetTests
{
    private static EvaluatedProject One(params (string Path, string Text)[] files) =>
        Assert.Single(MsBuildProjectSet.Load(Repository.Of(files)).Projects);

    [Fact]
    public void The_nearest_props_file_sets_a_property_and_its_line_is_known()
    {
        EvaluatedProject project = One(
            ("Directory.Build.props", "<Project>\n <PropertyGroup>\n  <Nullable>disable</Nullable>\n </PropertyGroup>\n</Project>"),
            ("src/Directory.Build.props", "<Project>\n <PropertyGroup>\n\n  <TreatWarningsAsErrors>true</TreatWarningsAsErrors>\n </PropertyGroup>\n</Project>"),
            ("src/a/a.csproj", "<Project Sdk='Microsoft.NET.Sdk/9.0'/>"));
        Assert.Equal("src/Directory.Build.props:4", project.Value("treatwarningsaserrors")!.Location.ToString());
        Assert.True(project.Value("TreatWarningsAsErrors")!.IsTrue);
        Assert.Null(project.Value("Nullable"));
        Assert.Equal(["Microsoft.NET.Sdk"], project.Source.Sdks);
    }

    [Theory]
    [InlineData("../Directory.Build.props")]
    [InlineData("..\\directory.build.props")]
    [InlineData("$(MSBuildThisFileDirectory)../Directory.Build.props")]
    [InlineData("$([MSBuild]::GetPathOfFileAbove('Directory.Build.props', '$(MSBuildThisFileDirectory)../'))")]
    [InlineData("$([MSBuild]::GetDirectoryNameOfFileAbove($(MSBuildThisFileDirectory)/.., global.props))/Directory.Build.props")]
    public void An_import_of_the_outer_props_is_followed(string import)
    {
        EvaluatedProject project = One(
            ("global.props", "<Project/>"),
            ("Directory.Build.props", "<Project><PropertyGroup><Nullable>enable</Nullable></PropertyGroup></Project>"),
            ("src/Directory.Build.props", $"<Project><Import Project=\"{import}\" /></Project>"),
            ("src/a/a.csproj", "<Project Sdk='Microsoft.NET.Sdk'/>"));
        Assert.Equal("Directory.Build.props:1", project.Value("Nullable")?.Location.ToString());
        Assert.Empty(project.ExternalImports);
    }

    [Fact]
    public void Order_is_props_project_targets_and_the_last_wins()
    {
        EvaluatedProject project = One(
            ("Directory.Build.props", "<Project><PropertyGroup><A>props</A><B>props</B><C Condition=\"'$(C)' == ''\">first</C></PropertyGroup></Project>"),
            ("Directory.Build.targets", "<Project><PropertyGroup><B>targets</B><C Condition=\"'$(C)' == ''\">second</C></PropertyGroup></Project>"),
            ("a.csproj", "<Project><PropertyGroup><A>own $(B)</A><B>own</B></PropertyGroup><Target Name='T'><PropertyGroup><A>never</A></PropertyGroup></Target></Project>"));
        Assert.Equal("own props", project.Value("A")!.Value);
        Assert.Equal("targets", project.Value("B")!.Value);
        Assert.Equal("first", project.Value("C")!.Value);
        Assert.Null(project.Value("C")!.Condition);
    }

    [Fact]
    public void A_condition_from_outside_stays_visible_and_the_unconditional_value_holds()
    {
        EvaluatedProject project = One(("a.csproj", """
            <Project>
              <PropertyGroup Condition="'$(Configuration)'=='Release'">
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <PropertyGroup>
                <Nullable>enable</Nullable>
                <Nullable Condition="'$(TargetFramework)' == 'net472'">disable</Nullable>
                <Fast>true</Fast>
                <X Condition="'$(Fast)' != 'true' and '$(OS)' == 'Unix'">never</X>
                <X Condition="!('$(Fast)' == 'false') Or Exists('x')">always</X>
              </PropertyGroup>
            </Project>
            """));
        MsBuildProperty warnings = project.Property("TreatWarningsAsErrors")!;
        Assert.Null(warnings.Always);
        Assert.Equal("'$(Configuration)'=='Release'", warnings.Effective.Condition);
        Assert.Equal(3, warnings.Effective.Location.Line);
        Assert.Equal("enable", project.Value("Nullable")!.Value);
        Assert.Equal("disable", Assert.Single(project.Property("Nullable")!.Conditional).Value);
        Assert.Equal(("always", null), (project.Value("X")!.Value, project.Value("X")!.Condition));
    }

    [Fact]
    public void A_repeated_property_that_names_itself_keeps_what_was_there()
    {
        EvaluatedProject project = One(("a.csproj", """
            <Project><PropertyGroup>
              <TargetFrameworks></TargetFrameworks>
              <TargetFrameworks Condition="'$(SkipNetCoreBuild)' != 'true'">net8.0</TargetFrameworks>
              <TargetFrameworks Condition="'$(OS)' == 'Windows_NT'">net472;$(TargetFrameworks)</TargetFrameworks>
              <NoWarn>$(NoWarn);CS8981</NoWarn>
            </PropertyGroup></Project>
            """));
        Assert.Equal(["net8.0", "net472"], project.TargetFrameworks);
        Assert.Equal(";CS8981", project.Value("NoWarn")!.Value);
    }

    [Fact]
    public void Old_projects_have_a_framework_too() =>
        Assert.Equal(["net461"], One(("a.csproj", "<Project xmlns='http://schemas.microsoft.com/developer/msbuild/2003'><PropertyGroup><TargetFrameworkVersion>v4.6.1</TargetFrameworkVersion></PropertyGroup></Project>")).TargetFrameworks);

    [Fact]
    public void Packages_take_central_versions_updates_and_overrides()
    {
        EvaluatedProject project = One(
            ("Directory.Packages.props", """
                <Project><PropertyGroup><V>2.9.3</V></PropertyGroup><ItemGroup>
                  <PackageVersion Include="xunit" Version="$(V)" />
                  <PackageVersion Include="Moq" Version="4.0.0" />
                  <GlobalPackageReference Include="StyleCop.Analyzers" Version="1.1.118" />
                </ItemGroup></Project>
                """),
            ("Directory.Build.props", "<Project><ItemGroup><PackageReference Include='A' /><PackageReference Include='Gone' Version='1' /></ItemGroup></Project>"),
            ("t.csproj", """
                <Project><ItemGroup>
                  <PackageReference Include="XUnit" />
                  <PackageReference Include="Moq" VersionOverride="4.1.0" />
                  <PackageReference Update="A"><Version>7</Version></PackageReference>
                  <PackageReference Remove="gone" />
                </ItemGroup></Project>
                """));
        Assert.Equal(
            ["A 7 @", "XUnit 2.9.3 @Directory.Packages.props:2", "Moq 4.1.0 @t.csproj:3", "StyleCop.Analyzers 1.1.118 @Directory.Packages.props:4"],
            project.Packages.Select(p => $"{p.Name} {p.Version} @{(p.Name == "A" ? "" : p.VersionLocation)}"));
        Assert.Equal(["StyleCop.Analyzers"], project.Analyzers.Select(a => a.Identity));
    }

    [Theory]
    [InlineData("Taxi.Test/Taxi.Test.csproj", "<PackageReference Include='Microsoft.ML' Version='1'/>", false)]
    [InlineData("Taxi.Unittest/Taxi.Unittest.csproj", "<PackageReference Include='NUnit' Version='1'/>", true)]
    [InlineData("a/a.csproj", "<PackageReference Include='Microsoft.NET.Test.Sdk' Version='1'/>", true)]
    [InlineData("a/a.csproj", "<PackageReference Update='xunit' Version='1'/>", false)]
    [InlineData("a/a.csproj", "<PackageReference Include='xunit.assert' Version='1'/>", false)]
    [InlineData("a/a.csproj", "<Reference Include='nunit.framework, Version=3.0.0.0'/>", true)]
    public void Packages_make_a_test_project_and_names_do_not(string path, string item, bool expected) =>
        Assert.Equal(expected, One((path, $"<Project Sdk='Microsoft.NET.Sdk'><ItemGroup>{item}</ItemGroup></Project>")).IsTest);

    [Fact]
    public void The_property_decides_about_tests()
    {
        const string Xunit = "<ItemGroup><PackageReference Include='xunit' Version='1'/></ItemGroup>";
        Assert.False(One(("a.csproj", $"<Project><PropertyGroup><IsTestProject>false</IsTestProject></PropertyGroup>{Xunit}</Project>")).IsTest);
        Assert.Equal("Directory.Build.props:2", One(
            ("Directory.Build.props", "<Project><PropertyGroup>\n<IsTestProject>true</IsTestProject></PropertyGroup></Project>"),
            ("a.csproj", "<Project Sdk='Microsoft.NET.Sdk'/>")).TestProof.ToString());
        Assert.True(One(("a.csproj", "<Project Sdk='MSTest.Sdk/3.6.0'/>")).IsTest);
    }

    [Theory]
    [InlineData("Microsoft.CodeAnalysis.NetAnalyzers", true)]
    [InlineData("Roslynator.Formatting.Analyzers", true)]
    [InlineData("SonarAnalyzer.CSharp", true)]
    [InlineData("xunit.analyzers", true)]
    [InlineData("AsyncFixer", true)]
    [InlineData("Microsoft.CodeAnalysis.CSharp.Analyzer.Testing", false)]
    [InlineData("Azure.AI.TextAnalytics", false)]
    public void Analyzer_packages_are_known_by_their_names(string id, bool expected) =>
        Assert.Equal(expected, EvaluatedProject.IsAnalyzerPackage(id));

    [Fact]
    public void An_analyzer_project_of_the_repository_has_a_path()
    {
        EvaluatedProject project = One(
            ("src/Directory.Build.props", "<Project><ItemGroup><ProjectReference Include='$(MSBuildThisFileDirectory)\\..\\tools\\An.csproj' OutputItemType='Analyzer'/></ItemGroup></Project>"),
            ("src/a/a.csproj", "<Project/>"));
        Assert.Equal("tools/An.csproj", project.PathOf(Assert.Single(project.Analyzers).Identity));
        Assert.Equal("src/b.ruleset", project.PathOf("../b.ruleset"));
        Assert.Null(project.PathOf("$(Elsewhere)/b.ruleset"));
        Assert.Null(project.PathOf("../../../b.ruleset"));
    }

    [Fact]
    public void Imports_from_outside_are_named()
    {
        EvaluatedProject project = One(("a.csproj", "<Project>\n<Import Project='Sdk.props' Sdk='Microsoft.DotNet.Arcade.Sdk'/>\n<Import Project='../x.props'/></Project>"));
        Assert.Equal(["Microsoft.DotNet.Arcade.Sdk/Sdk.props", "../x.props"], project.ExternalImports.Select(i => i.Text));
        Assert.Equal(3, project.ExternalImports[1].Location.Line);
    }

    [Fact]
    public void Hostile_files_are_problems_and_no_crash()
    {
        DocumentSet documents = Repository.Of(
            ("dtd.csproj", "<!DOCTYPE Project [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><Project><PropertyGroup><A>&x;</A></PropertyGroup></Project>"),
            ("deep.csproj", string.Concat(Enumerable.Repeat("<Project>", 100_000))),
            ("broken.csproj", "<Project>\n<PropertyGroup>\n</Project>"),
            ("loop.csproj", "<Project><Import Project='l.props'/><PropertyGroup><A>$(A)$(B)</A></PropertyGroup></Project>"),
            ("l.props", "<Project><Import Project='l.props'/><Import Project='./l.props'/></Project>"),
            ("grow.csproj", "<Project><PropertyGroup><G>xxxxxxxx</G>" + string.Concat(Enumerable.Repeat("<G>$(G)$(G)</G>", 1_000)) + "</PropertyGroup></Project>"),
            ("cond.csproj", $"<Project><PropertyGroup><A Condition=\"{new string('(', 4_000)}\">1</A><B Condition=\"{new string('!', 4_000)}\">1</B></PropertyGroup></Project>"));
        MsBuildProjectSet set = MsBuildProjectSet.Load(documents);
        Assert.Equal(6, set.Projects.Count);
        Assert.Equal(["broken.csproj", "deep.csproj", "dtd.csproj"], documents.Problems.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(3, documents.Problems["broken.csproj"].Line);
        Assert.Equal(["loop.csproj", "l.props"], set.Projects.Single(p => p.File.Path == "loop.csproj").Files.Select(f => f.Path));
        Assert.True(set.Projects.Single(p => p.File.Path == "grow.csproj").Value("G")!.Value.Length < 10_000);
    }

    [Fact]
    public void Solutions_list_their_projects()
    {
        MsBuildProjectSet set = MsBuildProjectSet.Load(Repository.Of(
            ("x/a.sln", """
                Microsoft Visual Studio Solution File, Format Version 12.00
                Project("{2150E333-8FDC-42A3-9474-1A3956D46DE8}") = "src", "src", "{1}"
                EndProject
                Project("{9A19103F-16F7-4668-BE54-9A1E7A4F7556}") = "A", "..\src\A\A.csproj", "{2}"
                EndProject
                """),
            ("b.slnx", "<Solution>\n<Folder Name='/src/'>\n<Project Path='src/A/A.csproj'/></Folder><Project Path='../out.fsproj'/></Solution>")));
        Assert.Equal(["b.slnx:3 src/A/A.csproj", "b.slnx:3 ", "x/a.sln:4 src/A/A.csproj"], set.Solutions.SelectMany(s => s.Projects).Select(p => $"{p.Location} {p.Path}"));
    }

    [Fact]
    public void A_source_file_belongs_to_the_nearest_project_of_its_language()
    {
        DocumentSet documents = Repository.Of(("a/a.csproj", "<Project/>"), ("a/a.fsproj", "<Project/>"), ("a/b/x.cs", ""), ("a/x.fs", ""), ("y.cs", ""));
        MsBuildProjectSet set = MsBuildProjectSet.Load(documents);
        Assert.Equal("a/a.csproj", set.ProjectOf(documents.Snapshot.Find("a/b/x.cs")!)?.File.Path);
        Assert.Equal("a/a.fsproj", set.ProjectOf(documents.Snapshot.Find("a/x.fs")!)?.File.Path);
        Assert.Null(set.ProjectOf(documents.Snapshot.Find("y.cs")!));
    }
}
