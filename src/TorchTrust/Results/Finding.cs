using System.Text.Json.Serialization;

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
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public IReadOnlyDictionary<string, double> Numbers { get; init; } = new Dictionary<string, double>();

    /// <summary>
    /// The exception that shows the fault and the line of the user's code that it came from; null where it is none. What throws
    /// the same at the same line is one fault, whatever was done to call it.
    /// </summary>
    public string? Throws { get; init; }

    /// <summary>
    /// The check of the same report whose finding this one follows from, and of what part, where it is of one: it goes when that one is
    /// mended. Null if it stands for itself.
    /// </summary>
    public string? ExplainedBy { get; init; }

    /// <summary>
    /// The member of the user's code that it names, such as <c>Net._teacher</c>, where a <see cref="TrustAnswerAttribute"/> would
    /// stand; null where there is none.
    /// </summary>
    public string? Member { get; init; }

    /// <summary>
    /// Why it is right, from the <see cref="TrustAnswerAttribute"/> of the member that it names; null where there is none.
    /// </summary>
    public string? Answer { get; init; }

    /// <summary>The innermost path that it names; null where it names none.</summary>
    [JsonIgnore]
    internal string? Place => Parameter ?? Module;
}
