namespace RepoMaturity.Documents.Prose;

/// <summary>Knows a licence by its well-known first lines.</summary>
internal static class LicenseText
{
    private const int MaxHead = 6_000;

    /// <summary>The licences that name themselves in their first lines, the more special before the more general.</summary>
    private static readonly (string[] Phrases, string Id)[] Titles =
    [
        (["gnu affero general public license", "version 3"], "agpl-3.0"),
        (["gnu lesser general public license", "version 2.1"], "lgpl-2.1"),
        (["gnu lesser general public license", "version 3"], "lgpl-3.0"),
        (["gnu general public license", "version 2"], "gpl-2.0"),
        (["gnu general public license", "version 3"], "gpl-3.0"),
        (["apache license", "version 2.0"], "apache-2.0"),
        (["mozilla public license", "2.0"], "mpl-2.0"),
        (["eclipse public license", "2.0"], "epl-2.0"),
        (["boost software license"], "bsl-1.0"),
        (["this is free and unencumbered software"], "unlicense"),
        (["cc0 1.0"], "cc0-1.0"),
        (["attribution-noncommercial-sharealike 4.0"], "cc-by-nc-sa-4.0"),
        (["attribution-noncommercial-noderivatives 4.0"], "cc-by-nc-nd-4.0"),
        (["attribution-noncommercial 4.0"], "cc-by-nc-4.0"),
        (["attribution-noderivatives 4.0"], "cc-by-nd-4.0"),
        (["attribution-sharealike 4.0"], "cc-by-sa-4.0"),
        (["attribution 4.0"], "cc-by-4.0"),
    ];

    /// <summary>The licence's id in lower case, as SPDX and model hubs write it, or null for a text that is changed or not known.</summary>
    public static string? Detect(string text)
    {
        string head = string.Join(' ', text[..Math.Min(text.Length, MaxHead)].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();
        string first = head[..Math.Min(head.Length, 600)];
        if (first.Contains("modified mit", StringComparison.Ordinal) || first.Contains("business source license", StringComparison.Ordinal))
        {
            return null;
        }

        foreach ((string[] phrases, string id) in Titles)
        {
            if (phrases.All(p => first.Contains(p, StringComparison.Ordinal)))
            {
                return id;
            }
        }

        return head switch
        {
            _ when head.Contains("permission is hereby granted, free of charge, to any person obtaining a copy of this software", StringComparison.Ordinal) => "mit",
            _ when head.Contains("permission to use, copy, modify, and/or distribute this software", StringComparison.Ordinal) => "isc",
            _ when !head.Contains("redistribution and use in source and binary forms", StringComparison.Ordinal) => null,
            _ => head.Contains("neither the name", StringComparison.Ordinal) ? "bsd-3-clause" : "bsd-2-clause",
        };
    }

    /// <summary>True for <c>LICENSE</c>, <c>LICENCE.md</c>, <c>COPYING</c>, <c>UNLICENSE</c> and their kin.</summary>
    public static bool IsLicenseFile(string name) =>
        (name.StartsWith("LICENSE", StringComparison.OrdinalIgnoreCase) || name.StartsWith("LICENCE", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("COPYING", StringComparison.OrdinalIgnoreCase) || name.StartsWith("UNLICENSE", StringComparison.OrdinalIgnoreCase))
        && Path.GetExtension(name).ToLowerInvariant() is "" or ".txt" or ".md" or ".rst" or ".mit" or ".apache";
}
