using System.CommandLine;

namespace MnistVae.Run;

/// <summary>An option that can say in words which values it takes.</summary>
/// <typeparam name="T">The type of its value.</typeparam>
/// <param name="name">The name, with its dashes.</param>
/// <param name="allowed">The values that it takes, in words.</param>
internal sealed class AllowedOption<T>(string name, string allowed) : Option<T>(name), IAllowed
{
    /// <inheritdoc/>
    public string Allowed { get; } = allowed;
}
