namespace TorchTrust.Watching.Knowledge;

/// <summary>What is known of a parameter; the parameter itself is the program's, and is not kept alive.</summary>
/// <param name="Number">In the order in which parameters were met.</param>
internal sealed class SeenParameter(int Number)
{
    /// <summary>The model that it was found in; null as long as no model was seen that holds it.</summary>
    public SeenModel? Model { get; set; }

    /// <summary>Its path in the model.</summary>
    public string? Path { get; set; }

    /// <summary>Its name in messages.</summary>
    public string Name => Path ?? $"parameter {Number}";

    /// <summary>The path of the module that holds it; null where its path is not known.</summary>
    public string? Module => Path is not { } path ? null : path.LastIndexOf('.') is > 0 and var dot ? path[..dot] : "";

    /// <summary>Whether an optimizer that has stepped held it.</summary>
    public bool IsHeld { get; set; }

    /// <summary>Whether a load has given it its value.</summary>
    public bool WasLoaded { get; set; }

    /// <summary>Whether a gradient of it was ever not zero.</summary>
    public bool HadGradient { get; set; }

    /// <summary>The line that switched its gradient off; null if none was heard.</summary>
    public SourceLocation? FrozenAt { get; set; }

    /// <summary>A finding about it.</summary>
    /// <param name="what">What is wrong, as a sentence.</param>
    /// <param name="source">The line of the program.</param>
    /// <param name="numbers">The numbers that show it.</param>
    public Finding Finding(string what, SourceLocation? source, params (string Name, double Value)[] numbers) => new(what)
    {
        Parameter = Name,
        Module = Module,
        Source = source,
        Numbers = numbers.ToDictionary(number => number.Name, number => number.Value),
    };
}
