using System.CommandLine;

namespace MnistVae.Run;

/// <summary>An argument that can say in words which values it takes.</summary>
/// <typeparam name="T">The type of its value.</typeparam>
/// <param name="name">The name that the help shows.</param>
/// <param name="allowed">The values that it takes, in words.</param>
internal sealed class AllowedArgument<T>(string name, string allowed) : Argument<T>(name), IAllowed
{
    /// <inheritdoc/>
    public string Allowed { get; } = allowed;
}
