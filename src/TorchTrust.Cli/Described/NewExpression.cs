namespace TorchTrust.Cli.Described;

/// <summary>An object: <c>new Net(10)</c>, or <c>new(10)</c> where the class is known.</summary>
/// <param name="Text">The text that it stands in.</param>
/// <param name="At">Where it begins there.</param>
/// <param name="Type">The parts of the name of its class; null if that is left out.</param>
/// <param name="Arguments">What its constructor is given.</param>
internal sealed record NewExpression(OptionText Text, int At, string[]? Type, ArgumentExpression[] Arguments) : Expression(Text, At);
