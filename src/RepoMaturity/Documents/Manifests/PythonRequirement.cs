using System.Buffers;
using System.Text;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Manifests;

/// <summary>A requirement as PEP 508 writes it, or a bare URL as pip takes it.</summary>
internal sealed record PythonRequirement(string Name, string Spec, string? Constraint, string? Marker, string? Source)
{
    private const string Operators = "<>=!~";
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>Runs of <c>-</c>, <c>_</c> and <c>.</c> become one dash, in lower case (PEP 503).</summary>
    public static string NormaliseName(string name)
    {
        StringBuilder text = new(name.Length);
        foreach (char c in name.AsSpan().Trim())
        {
            if (c is not ('-' or '_' or '.'))
            {
                text.Append(char.ToLowerInvariant(c));
            }
            else if (text.Length > 0 && text[^1] != '-')
            {
                text.Append('-');
            }
        }

        return text.ToString();
    }

    /// <summary>The requirement, or null when the text is none.</summary>
    public static PythonRequirement? Parse(string text)
    {
        string spec = text.Trim();
        if (IsAddress(spec))
        {
            return FromAddress(spec);
        }

        int end = 0;
        while (end < spec.Length && (char.IsAsciiLetterOrDigit(spec[end]) || spec[end] is '.' or '_' or '-'))
        {
            end++;
        }

        if (end == 0 || !char.IsAsciiLetterOrDigit(spec[0]) || !char.IsAsciiLetterOrDigit(spec[end - 1]))
        {
            return null;
        }

        string name = NormaliseName(spec[..end]);
        ReadOnlySpan<char> rest = spec.AsSpan(end).TrimStart();
        if (rest is ['[', ..])
        {
            int close = rest.IndexOf(']');
            if (close < 0)
            {
                return null;
            }

            rest = rest[(close + 1)..].TrimStart();
        }

        if (rest is ['@', ..])
        {
            // In a URL a marker needs a space before its semicolon.
            int at = rest.IndexOf(" ;");
            string address = (at < 0 ? rest[1..] : rest[1..at]).Trim().ToString();
            return address.Length == 0 ? null : new PythonRequirement(name, spec, null, at < 0 ? null : rest[(at + 2)..].Trim().ToString(), address);
        }

        int semicolon = rest.IndexOf(';');
        string? marker = semicolon < 0 ? null : rest[(semicolon + 1)..].Trim().ToString();
        ReadOnlySpan<char> versions = (semicolon < 0 ? rest : rest[..semicolon]).Trim();
        if (versions is ['(', .., ')'])
        {
            versions = versions[1..^1].Trim();
        }

        if (versions.IsEmpty)
        {
            return new PythonRequirement(name, spec, null, marker, null);
        }

        foreach (Range part in versions.Split(','))
        {
            ReadOnlySpan<char> clause = versions[part].Trim();
            ReadOnlySpan<char> version = clause.TrimStart(Operators).Trim();
            bool ends = part.End.GetOffset(versions.Length) == versions.Length;
            if (clause.IsEmpty ? !ends : version.Length == clause.Length || version.IsEmpty || version.ContainsAny(' ', '\t', '('))
            {
                return null;
            }
        }

        return new PythonRequirement(name, spec, versions.ToString(), marker, null);
    }

    /// <summary>True when only one version fits: <c>==1.2</c> or <c>===1.2</c> without a star.</summary>
    public static bool IsExact(string? constraint) =>
        constraint is not null && constraint.StartsWith("==", StringComparison.Ordinal) && constraint.AsSpan().IndexOfAny(',', '*') < 0;

    /// <summary>True for a commit of git by its full id and for a wheel, which is one file.</summary>
    public static bool IsExactSource(string? source)
    {
        if (source is null)
        {
            return false;
        }

        ReadOnlySpan<char> address = source.AsSpan();
        int fragment = address.IndexOfAny('#', '?');
        address = fragment < 0 ? address : address[..fragment];
        ReadOnlySpan<char> revision = address[(address.LastIndexOf('@') + 1)..];
        return address.EndsWith(".whl", StringComparison.Ordinal) || (revision.Length == 40 && !revision.ContainsAnyExcept(HexDigits));
    }

    public Dependency ToDependency(string group, Location location) =>
        new(Ecosystem.PyPi, Name, Spec, Constraint, IsExact(Constraint) || IsExactSource(Source), group, location) { Marker = Marker, Source = Source };

    /// <summary>A local path, or a first word with a scheme.</summary>
    private static bool IsAddress(string text)
    {
        int space = text.AsSpan().IndexOfAny(' ', '\t');
        return text.Length > 0
            && (text[0] is '.' or '/' || text.AsSpan(0, space < 0 ? text.Length : space).Contains("://", StringComparison.Ordinal));
    }

    /// <summary>A URL or path without a name: the name is its egg, or the last part of a git address; local paths have none.</summary>
    private static PythonRequirement? FromAddress(string spec)
    {
        int space = spec.AsSpan().IndexOfAny(' ', '\t');
        string address = space < 0 ? spec : spec[..space];
        int egg = address.IndexOf("#egg=", StringComparison.Ordinal);
        if (egg >= 0)
        {
            ReadOnlySpan<char> named = address.AsSpan(egg + 5);
            int stop = named.IndexOfAny('&', '[');
            return new PythonRequirement(NormaliseName((stop < 0 ? named : named[..stop]).ToString()), spec, null, null, address);
        }

        if (!address.Contains("://", StringComparison.Ordinal))
        {
            return null;
        }

        string path = address.TrimEnd('/');
        path = path[(path.LastIndexOf('/') + 1)..];
        int end = path.AsSpan().IndexOfAny('@', '#', '?');
        path = end < 0 ? path : path[..end];
        bool isWheel = path.EndsWith(".whl", StringComparison.Ordinal);
        int dash = isWheel ? path.IndexOf('-', StringComparison.Ordinal) : -1;
        path = dash > 0 ? path[..dash] : path.EndsWith(".git", StringComparison.Ordinal) ? path[..^4] : path;
        return path.Length == 0 ? null : new PythonRequirement(NormaliseName(path), spec, null, null, address);
    }
}
