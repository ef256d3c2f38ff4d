namespace TorchTrust.Cli.Described;

/// <summary>What the command line says of a model that has no subject.</summary>
internal sealed record ModelOptions
{
    /// <summary>The name of its class; null if <see cref="Build"/> has it.</summary>
    public string? Model { get; init; }

    /// <summary>How it is built, as in <c>new Net(10)</c>; null to leave that to <see cref="Arguments"/>.</summary>
    public string? Build { get; init; }

    /// <summary>Arguments of its constructor, as in <c>classes=10</c>.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>What it is called with; null if that is to be proposed.</summary>
    public string? Input { get; init; }

    /// <summary>Whether what is proposed is used.</summary>
    public bool AcceptsProposals { get; init; }

    /// <summary>Whether a model is described at all.</summary>
    public bool IsGiven => Model is not null || Build is not null;
}
