using static TorchSharp.torch;

namespace TorchTrust.Losses;

/// <summary>How many positions of each sample count in one argument of a loss.</summary>
/// <param name="Argument">The argument, counted from 0.</param>
/// <param name="Time">The dimension of positions.</param>
/// <param name="Lengths">Gives the lengths from all arguments, whole numbers of the shape <c>[N]</c>.</param>
internal sealed record LengthsFact(int Argument, int Time, Func<object?[], Tensor> Lengths);
