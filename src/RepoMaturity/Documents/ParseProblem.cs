namespace RepoMaturity.Documents;

/// <summary>A file that could not be parsed, or only in part.</summary>
/// <param name="Message">What is wrong, without the file's name.</param>
/// <param name="Line">Line from 1, or 0.</param>
internal readonly record struct ParseProblem(string Message, int Line = 0);
