using RepoMaturity.Documents.Prose;

namespace RepoMaturity.Tests.Documents.Prose;

public class LicenseTextTests
{
    [Theory]
    [InlineData("MIT License\n\nPermission is hereby granted, free of charge, to any person\n obtaining a copy of this software and associated", "mit")]
    [InlineData("Modified MIT License\n\nPermission is hereby granted, free of charge, to any person obtaining a copy of this software", null)]
    [InlineData("                                 Apache License\n                           Version 2.0, January 2004", "apache-2.0")]
    [InlineData("GNU GENERAL PUBLIC LICENSE\n Version 3, 29 June 2007", "gpl-3.0")]
    [InlineData("GNU AFFERO GENERAL PUBLIC LICENSE\n Version 3, 19 November 2007\n GNU General Public License", "agpl-3.0")]
    [InlineData("GNU LESSER GENERAL PUBLIC LICENSE Version 3, 29 June 2007 This version of the GNU Lesser General Public License incorporates the GNU General Public License", "lgpl-3.0")]
    [InlineData("Mozilla Public License Version 2.0", "mpl-2.0")]
    [InlineData("Redistribution and use in source and binary forms are permitted. Neither the name of x may", "bsd-3-clause")]
    [InlineData("Redistribution and use in source and binary forms are permitted.", "bsd-2-clause")]
    [InlineData("Attribution-NonCommercial-ShareAlike 4.0 International\nCreative Commons", "cc-by-nc-sa-4.0")]
    [InlineData("Creative Commons Attribution 4.0 International Public License", "cc-by-4.0")]
    [InlineData("Business Source License 1.1", null)]
    [InlineData("All rights reserved.", null)]
    [InlineData("", null)]
    public void First_lines_tell_the_licence(string text, string? id) => Assert.Equal(id, LicenseText.Detect(text));

    [Theory]
    [InlineData("LICENSE", true)]
    [InlineData("LICENCE.md", true)]
    [InlineData("COPYING", true)]
    [InlineData("license.py", false)]
    [InlineData("LICENSES.csv", false)]
    public void Names_of_licence_files(string name, bool expected) => Assert.Equal(expected, LicenseText.IsLicenseFile(name));
}
