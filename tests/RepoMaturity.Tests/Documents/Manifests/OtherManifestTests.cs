using RepoMaturity.Documents.Manifests;
using static RepoMaturity.Tests.Documents.Manifests.ManifestSetTests;

namespace RepoMaturity.Tests.Documents.Manifests;

public class OtherManifestTests
{
    [Fact]
    public void Npm_files_are_read()
    {
        ManifestSet set = SetOf(
            ("package.json", "{\"name\": \"Web\", \"private\": true, \"version\": \"1.0.0\", \"engines\": {\"node\": \">=20\"},\n\"dependencies\": {\n\"a\": \"^1.0.0\",\n\"@s/b\": \"1.2.3\",\n\"c\": \"github:x/y\"},\n\"devDependencies\": {\n\"d\": \"*\"}}"),
            ("package-lock.json", "{\"packages\": {\"\": {},\n\"node_modules/a\": {\"version\": \"1.0.1\", \"integrity\": \"sha512-x\"},\n\"node_modules/a/node_modules/@s/b\": {\"version\": \"1.2.3\", \"dev\": true}}}"),
            ("x/yarn.lock", "# yarn lockfile v1\n\n\"@s/b@^1.0.0\", \"@s/b@^1.1.0\":\n  version \"1.2.3\"\n  dependencies:\n    version \"^9\"\n\na@^1:\n  version \"1.0.1\"\n\n\"me@workspace:.\":\n  version: 0.0.0-use.local\n"),
            ("y/pnpm-lock.yaml", "packages:\n  '@s/b@1.2.3(react@18.0.0)':\n    x: 1\n  /a@1.0.1:\n    x: 1\n  /old/2.0.0:\n    x: 1\n"),
            ("z/bun.lock", "{ \"packages\": {\n \"a\": [\"a@1.0.1\", \"\", {}],\n \"me\": [\"me@workspace:packages/me\"], } }"));
        Assert.Equal(
            ["3 Npm runtime a ^1.0.0", "4 Npm runtime @s/b 1.2.3 pinned", "5 Npm runtime c any from github:x/y", "7 Npm dev d any"],
            Lines(set, "package.json"));
        Assert.True(set.All.Single(m => m.File.Path == "package.json").Package is { Name: "Web", IsDistributable: false, Requires: ">=20" });
        Assert.Equal(["2 Npm runtime a 1.0.1 pinned hash", "3 Npm dev @s/b 1.2.3 pinned"], Lines(set, "package-lock.json"));
        Assert.Equal(["3 Npm runtime @s/b 1.2.3 pinned", "8 Npm runtime a 1.0.1 pinned"], Lines(set, "x/yarn.lock"));
        Assert.Equal(["2 Npm runtime @s/b 1.2.3 pinned", "4 Npm runtime a 1.0.1 pinned", "6 Npm runtime old 2.0.0 pinned"], Lines(set, "y/pnpm-lock.yaml"));
        Assert.Equal(["2 Npm runtime a 1.0.1 pinned"], Lines(set, "z/bun.lock"));
    }

    [Fact]
    public void Projects_take_versions_from_the_nearest_central_file()
    {
        ManifestSet set = SetOf(
            ("Directory.Packages.props", "<Project><PropertyGroup><XVersion>2.5.0</XVersion></PropertyGroup>\n<ItemGroup><PackageVersion Include=\"Far\" Version=\"1.0.0\" />\n<GlobalPackageReference Include=\"Style\" Version=\"1.1.0\" /></ItemGroup></Project>"),
            ("src/Directory.Packages.props", "<Project><PropertyGroup><XVersion>2.5.0</XVersion></PropertyGroup><ItemGroup><PackageVersion Include=\"Near\" Version=\"$(XVersion)\" /></ItemGroup></Project>"),
            ("src/App/App.csproj", """
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup><TargetFramework>net10.0</TargetFramework><PackageId>My.App</PackageId></PropertyGroup>
                  <ItemGroup Condition="'$(TargetFramework)' == 'net10.0'">
                    <PackageReference Include="near" />
                    <PackageReference Include="Far" />
                    <PackageReference Include="Own" VersionOverride="[1.0.0]" PrivateAssets="All" />
                  </ItemGroup>
                  <ItemGroup>
                    <PackageReference Include="Elem"><Version>1.*</Version><PrivateAssets>all</PrivateAssets></PackageReference>
                    <PackageReference Include="Range" Version="[1.0,2.0)" />
                    <PackageReference Update="Far" Version="9" />
                    <ProjectReference Include="../x.csproj" />
                  </ItemGroup>
                </Project>
                """),
            ("old/Old.csproj", "<Project xmlns=\"http://schemas.microsoft.com/developer/msbuild/2003\"><ItemGroup><PackageReference Include=\"Far\" /></ItemGroup></Project>"));
        Assert.Equal(
            [
                "4 NuGet runtime near 2.5.0 pinned if '$(TargetFramework)' == 'net10.0'",
                "5 NuGet runtime far any if '$(TargetFramework)' == 'net10.0'",
                "6 NuGet dev own [1.0.0] pinned if '$(TargetFramework)' == 'net10.0'",
                "9 NuGet dev elem 1.*",
                "10 NuGet runtime range [1.0,2.0)",
            ],
            Lines(set, "src/App/App.csproj"));
        Assert.True(set.All.Single(m => m.File.Name == "App.csproj").Package is { Name: "My.App", IsDistributable: true, Requires: "net10.0" });
        Assert.Equal(["1 NuGet runtime far 1.0.0 pinned"], Lines(set, "old/Old.csproj"));
        Assert.Equal(ManifestKind.Constraints, set.All.Single(m => m.File.Path == "Directory.Packages.props").Kind);
        Assert.Equal(["old/Old.csproj:1", "src/App/App.csproj:5"], set.Find(Ecosystem.NuGet, "FAR").Select(d => d.Location.ToString()));
    }

    [Fact]
    public void Other_NuGet_files_are_read()
    {
        ManifestSet set = SetOf(
            ("packages.config", "<packages>\n<package id=\"A\" version=\"1.0\" />\n<package id=\"B\" version=\"2\" developmentDependency=\"true\" /></packages>"),
            ("packages.lock.json", "{\"dependencies\": {\"net10.0\": {\n\"A\": {\"type\": \"Direct\", \"resolved\": \"1.0\", \"contentHash\": \"x\"},\n\"me\": {\"type\": \"Project\"}}}}"),
            (".config/dotnet-tools.json", "{\"tools\": {\n\"csharpier\": {\"version\": \"1.3.0\"}}}"));
        Assert.Equal(["2 NuGet runtime a 1.0 pinned", "3 NuGet dev b 2 pinned"], Lines(set, "packages.config"));
        Assert.Equal(["2 NuGet runtime a 1.0 pinned hash"], Lines(set, "packages.lock.json"));
        Assert.Equal(["2 NuGet dev csharpier 1.3.0 pinned"], Lines(set, ".config/dotnet-tools.json"));
    }
}
