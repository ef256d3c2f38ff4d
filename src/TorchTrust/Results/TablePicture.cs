namespace TorchTrust;

/// <summary>A table of words, such as what was derived of a loss.</summary>
/// <param name="Title">What is to be seen.</param>
/// <param name="Columns">The heads of the columns.</param>
/// <param name="Rows">The cells by row and column, at most 64 rows.</param>
public sealed record TablePicture(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows) : Picture(Title);
