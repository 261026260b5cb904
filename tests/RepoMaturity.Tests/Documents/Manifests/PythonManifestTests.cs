using RepoMaturity.Documents.Manifests;
using static RepoMaturity.Tests.Documents.Manifests.ManifestSetTests;

namespace RepoMaturity.Tests.Documents.Manifests;

public class PythonManifestTests
{
    [Theory]
    [InlineData("Django", "django", null, false)]
    [InlineData("ruamel.yaml_x >= 0.15 , <2", "ruamel-yaml-x", ">= 0.15 , <2", false)]
    [InlineData("torch==2.0.1", "torch", "==2.0.1", true)]
    [InlineData("torch===2.0.1+cpu", "torch", "===2.0.1+cpu", true)]
    [InlineData("torch==2.0.*", "torch", "==2.0.*", false)]
    [InlineData("torch==2.0.1,!=2.0.0", "torch", "==2.0.1,!=2.0.0", false)]
    [InlineData("dvc[s3,gs] (~=3.1)", "dvc", "~=3.1", false)]
    [InlineData("x @ git+https://h/y.git@0123456789abcdef0123456789abcdef01234567", "x", null, true)]
    [InlineData("git+https://github.com/a/Some_Repo.git@main", "some-repo", null, false)]
    [InlineData("https://h/torch_x-1.0-py3-none-any.whl", "torch-x", null, true)]
    [InlineData("git+ssh://git@h/y.git#egg=Named[extra]", "named", null, false)]
    public void A_requirement_is_read(string text, string name, string? constraint, bool isPinned)
    {
        Dependency read = PythonRequirement.Parse(text)!.ToDependency("g", default);
        Assert.Equal((name, constraint, isPinned), (read.Name, read.Constraint, read.IsPinned));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("./local")]
    [InlineData("a >")]
    [InlineData("a == 1 or 2")]
    [InlineData("[x]")]
    [InlineData("{{ name }}")]
    public void What_is_no_requirement_is_not_read(string text) => Assert.Null(PythonRequirement.Parse(text));

    [Fact]
    public void Requirements_have_options_hashes_markers_and_comments()
    {
        ManifestSet set = SetOf(("dev-requirements.txt",
            "--index-url https://x/simple\n# note\na==1.0 \\\n  --hash=sha256:aa \\\n  --hash=sha256:bb\nb>=2 ; python_version < '3' # why\n-e git+https://h/c.git#egg=c\n-e .\n-rother.txt\nd @ https://h/d.zip ; os_name == 'nt'\n"));
        Assert.Equal(
            [
                "3 PyPi dev a ==1.0 pinned hash",
                "6 PyPi dev b >=2 if python_version < '3'",
                "7 PyPi dev c any from git+https://h/c.git#egg=c",
                "10 PyPi dev d any if os_name == 'nt' from https://h/d.zip",
            ],
            Lines(set, "dev-requirements.txt"));
        Assert.Equal(["other.txt"], set.All[0].Includes);
    }

    [Fact]
    public void Pyproject_has_its_standard_tables()
    {
        ManifestSet set = SetOf(("pyproject.toml", """
            [build-system]
            requires = ["hatchling"]
            [project]
            name = "demo"
            version = "1.2"
            requires-python = ">=3.10"
            license = {text = "MIT"}
            dependencies = [
              "numpy>=1.2",
              "torch==2.1; sys_platform == 'linux'",
            ]
            [project.optional-dependencies]
            tests = ["pytest"]
            gpu = ["cupy"]
            [project.scripts]
            demo = "demo.cli:main"
            [dependency-groups]
            dev = ["ruff==0.5.0", {include-group = "docs"}]
            docs = ["sphinx"]
            [tool.uv]
            dev-dependencies = ["mypy"]
            [tool.hatch.envs.default]
            dependencies = ["tox"]
            [tool.setuptools.package-data]
            demo = ["py.typed"]
            [tool.setuptools.dynamic]
            dependencies = {file = ["base.txt"]}
            """), ("base.txt", "click\n"));
        Assert.Equal(
            [
                "2 PyPi build hatchling any",
                "9 PyPi runtime numpy >=1.2",
                "10 PyPi runtime torch ==2.1 pinned if sys_platform == 'linux'",
                "13 PyPi test pytest any",
                "14 PyPi gpu cupy any",
                "18 PyPi dev ruff ==0.5.0 pinned",
                "19 PyPi docs sphinx any",
                "21 PyPi dev mypy any",
                "23 PyPi dev tox any",
            ],
            Lines(set, "pyproject.toml"));
        PackageMetadata package = set.All.Single(m => m.Package is not null).Package!;
        Assert.Equal(("demo", "1.2", true, ">=3.10", "MIT", true, 3), (package.Name, package.Version, package.IsDistributable, package.Requires, package.License, package.IsTyped, package.Location.Line));
        Assert.Equal([KeyValuePair.Create("demo", "demo.cli:main")], package.Scripts);
        Assert.Equal(["1 PyPi runtime click any"], Lines(set, "base.txt"));
    }

    [Fact]
    public void Poetry_and_Pipenv_tables_are_read()
    {
        ManifestSet set = SetOf(
            ("pyproject.toml", """
                [tool.poetry]
                name = "app"
                package-mode = false
                [tool.poetry.dependencies]
                python = "^3.9"
                a = "^1.2"
                b = {version = "2.0.0", optional = true}
                c = {git = "https://h/c.git", rev = "0123456789abcdef0123456789abcdef01234567"}
                d = "1.0.0"
                [tool.poetry.dev-dependencies]
                e = "*"
                [tool.poetry.group.test.dependencies]
                f = ">=1,<2"
                [build-system]
                requires = ["poetry-core"]
                """),
            ("Pipfile", "[packages]\nx = \"==1.0\"\ny = {version = \"*\", markers = \"os_name == 'nt'\"}\n[dev-packages]\nz = \"*\"\n[requires]\npython_version = \"3.9\"\n"),
            ("Pipfile.lock", "{\"default\": {\n\"x\": {\"version\": \"==1.0\", \"hashes\": [\"sha256:0\"]}},\n\"develop\": {\n\"z\": {\"version\": \"==3\"}}}"));
        Assert.Equal(
            [
                "15 PyPi build poetry-core any",
                "6 PyPi runtime a ^1.2",
                "7 PyPi optional b 2.0.0 pinned",
                "8 PyPi runtime c any pinned from https://h/c.git@0123456789abcdef0123456789abcdef01234567",
                "9 PyPi runtime d 1.0.0 pinned",
                "11 PyPi dev e any",
                "13 PyPi test f >=1,<2",
            ],
            Lines(set, "pyproject.toml"));
        Assert.False(set.All.Single(m => m.File.Name == "pyproject.toml").Package!.IsDistributable);
        Assert.Equal(["2 PyPi runtime x ==1.0 pinned", "3 PyPi runtime y any if os_name == 'nt'", "5 PyPi dev z any"], Lines(set, "Pipfile"));
        Assert.Equal(["2 PyPi runtime x ==1.0 pinned hash", "4 PyPi dev z ==3 pinned"], Lines(set, "Pipfile.lock"));
    }

    [Fact]
    public void Locks_leave_out_the_repository_itself()
    {
        ManifestSet set = SetOf(
            ("uv.lock", "version = 1\n[[package]]\nname = \"me\"\nversion = \"0\"\nsource = { virtual = \".\" }\n[[package]]\nname = \"A_b\"\nversion = \"1.0\"\nsource = { registry = \"https://x\" }\nwheels = [{ url = \"u\", hash = \"sha256:0\" }]\n"),
            ("poetry.lock", "[[package]]\nname = \"c\"\nversion = \"2\"\ncategory = \"dev\"\n[metadata.files]\nc = [{file = \"c\", hash = \"sha256:0\"}]\n"));
        Assert.Equal(["7 PyPi runtime a-b 1.0 pinned hash"], Lines(set, "uv.lock"));
        Assert.Equal(["2 PyPi dev c 2 pinned hash"], Lines(set, "poetry.lock"));
        Assert.All(set.All, m => Assert.Equal(ManifestKind.Lock, m.Kind));
    }

    [Fact]
    public void Setup_py_is_read_as_far_as_it_is_literal()
    {
        ManifestSet set = SetOf(("setup.py", """"
            """Not setup(install_requires=['no'])."""
            from setuptools import setup
            base = ["numpy>=1.0", 'scipy']  # 'no'
            extras = {
                "tests": ["pytest"],
                "all": base + ["torch==2.0"],
                f"{base}": ["hidden"],
            }
            setup(
                name="demo", version=get_version("no"),
                install_requires=base + [
                    "pandas"
                    ">=2; python_version > '3'",
                    *computed("no"),
                    "x-%s" % base,
                ] + [line for line in open("no")],
                extras_require=extras,
                python_requires=">=3.8",
                package_data={"demo": ["py.typed"]},
                entry_points={"console_scripts": ["demo = demo:main"]},
            )
            """"));
        Assert.Equal(
            [
                "3 PyPi runtime numpy >=1.0",
                "3 PyPi runtime scipy any",
                "12 PyPi runtime pandas >=2 if python_version > '3'",
                "5 PyPi test pytest any",
                "3 PyPi all numpy >=1.0",
                "3 PyPi all scipy any",
                "6 PyPi all torch ==2.0 pinned",
            ],
            Lines(set, "setup.py"));
        PackageMetadata package = set.All[0].Package!;
        Assert.Equal(("demo", null, true, ">=3.8", true, 9), (package.Name, package.Version, package.IsDistributable, package.Requires, package.IsTyped, package.Location.Line));
        Assert.Equal([KeyValuePair.Create("demo", "demo:main")], package.Scripts);
    }

    [Fact]
    public void A_setup_py_of_names_that_double_is_bounded()
    {
        string text = string.Concat(Enumerable.Range(0, 30).Select(i => $"a{i} = [a{i + 1}, a{i + 1}, a{i + 1}, a{i + 1}]\n")) + "setup(install_requires=a0)\n";
        Assert.Empty(SetOf(("setup.py", text)).All[0].Dependencies);
    }

    [Fact]
    public void Setup_cfg_and_tox_are_read()
    {
        ManifestSet set = SetOf(
            ("setup.cfg", "[metadata]\nname = demo\nlicense = MIT\n[options]\npython_requires = >=3.8\ninstall_requires =\n    a>=1  # why\n    # none\n    b\n[options.extras_require]\ndocs = sphinx\n[options.package_data]\ndemo = py.typed\n"),
            ("tox.ini", "[tox]\nenvlist = py\n[testenv]\ndeps =\n    pytest==7.0\n    lint: ruff\n    -r requirements.in\n[testenv:docs]\ndeps = sphinx\n[flake8]\ndeps = no\n"),
            ("requirements.in", "c\n"));
        Assert.Equal(["7 PyPi runtime a >=1", "9 PyPi runtime b any", "11 PyPi docs sphinx any"], Lines(set, "setup.cfg"));
        Assert.True(set.All.Single(m => m.File.Name == "setup.cfg").Package is { Name: "demo", IsDistributable: true, IsTyped: true, License: "MIT" });
        Assert.Equal(["5 PyPi test pytest ==7.0 pinned", "6 PyPi test ruff any", "9 PyPi test sphinx any"], Lines(set, "tox.ini"));
    }

    [Fact]
    public void Pixi_names_packages_of_both_worlds()
    {
        ManifestSet set = SetOf(
            ("pixi.toml", "[dependencies]\npython = \">=3.10\"\nNumpy = \"==1.26.0\"\n[feature.tests.pypi-dependencies]\nA_b = \"*\"\nme = { path = \".\" }\n"),
            ("pixi.lock", "version: 6\npackages:\n- conda: https://c/linux-64/_open-mutex-0.1-main.conda\n  sha256: x\n- pypi: https://f/A_b-1.0-py3-none-any.whl\n  name: A_b\n  version: '1.0'\n- pypi: ./\n  name: me\n"));
        Assert.Equal(["2 Conda runtime python >=3.10", "3 Conda runtime numpy ==1.26.0 pinned", "5 PyPi test a-b any", "6 PyPi test me any from ."], Lines(set, "pixi.toml"));
        Assert.Equal(["3 Conda runtime _open-mutex 0.1 pinned hash", "5 PyPi runtime a-b 1.0 pinned"], Lines(set, "pixi.lock"));
    }

    [Fact]
    public void Conda_is_told_by_its_content()
    {
        ManifestSet set = SetOf(
            ("deploy/score.yml", "channels: [conda-forge]\ndependencies:\n  - python=3.9\n  - conda-forge::numpy=1.26.0\n  - scipy=1.11=py39h0\n  - pandas >=1.0,<2\n  - pip:\n    - mlflow==2.9.0\n    - -r more.txt\n"),
            ("Chart.yaml", "name: x\ndependencies:\n- name: redis\n  version: 1.0\n"),
            ("conda-lock.yml", "metadata: {}\npackage:\n- name: A\n  version: '1'\n  manager: conda\n  hash: {md5: x}\n- name: B_c\n  version: '2'\n  manager: pip\n"));
        Assert.Equal(
            [
                "3 Conda runtime python =3.9",
                "4 Conda runtime numpy =1.26.0 pinned",
                "5 Conda runtime scipy =1.11=py39h0 pinned",
                "6 Conda runtime pandas >=1.0,<2",
                "8 PyPi runtime mlflow ==2.9.0 pinned",
            ],
            Lines(set, "deploy/score.yml"));
        Assert.Equal(["3 Conda runtime a 1 pinned hash", "7 PyPi runtime b-c 2 pinned"], Lines(set, "conda-lock.yml"));
        Assert.Equal(["conda-lock.yml", "deploy/score.yml"], set.All.Select(m => m.File.Path));
    }
}
