namespace TorchTrust;

/// <summary>One offence: what is wrong, where, and the numbers that show it.</summary>
/// <param name="What">One sentence that states the fault, with the names in it.</param>
public sealed record Finding(string What)
{
    /// <summary>The path of the module, such as <c>decoder.conv2</c>; empty for the model itself.</summary>
    public string? Module { get; init; }

    /// <summary>The path of the parameter or buffer, such as <c>decoder.conv2.weight</c>.</summary>
    public string? Parameter { get; init; }

    /// <summary>The index of the sample in the batch.</summary>
    public long? Sample { get; init; }

    /// <summary>The dimension of the tensor that is concerned.</summary>
    public int? Dimension { get; init; }

    /// <summary>Where the code of the module is; null where no debug symbols tell.</summary>
    public SourceLocation? Source { get; init; }

    /// <summary>The measured numbers, by name.</summary>
    public IReadOnlyDictionary<string, double> Numbers { get; init; } = new Dictionary<string, double>();
}
