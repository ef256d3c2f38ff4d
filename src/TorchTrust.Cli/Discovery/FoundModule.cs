namespace TorchTrust.Cli.Discovery;

/// <summary>A class of the user that derives from TorchSharp's <c>Module</c>.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name in C#, with the classes that hold it.</param>
/// <param name="Arguments">What its constructor must be given: name and type.</param>
/// <param name="Inputs">The names of what a call takes.</param>
/// <param name="IsPart">Another module holds it.</param>
internal sealed record FoundModule(
    string Namespace, string Name, IReadOnlyList<(string Name, string Type)> Arguments, IReadOnlyList<string> Inputs, bool IsPart)
{
    /// <summary>Its name with its namespace.</summary>
    public string FullName => Namespace.Length == 0 ? Name : $"{Namespace}.{Name}";
}
