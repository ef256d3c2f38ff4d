using TorchSharp;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>Converts an instance to another floating dtype and back by TorchSharp's own means, as a user does.</summary>
/// <param name="There">The dtype that most of it does not have.</param>
/// <param name="Back">The dtype that it had.</param>
internal sealed record ModelConversion(ScalarType There, ScalarType Back)
{
    /// <summary>
    /// The conversion that loses no bit: a float32 model to float64 and back; a model that is float64 throughout takes the
    /// other way, and comes back rounded.
    /// </summary>
    public static ModelConversion For(object model)
    {
        bool hasNarrow = TensorPlaces.Of(model)
            .Any(place => place.IsRegistered && IsFloating(place.Tensor) && place.Tensor.dtype != ScalarType.Float64);
        bool hasWide = TensorPlaces.Of(model)
            .Any(place => place.IsRegistered && IsFloating(place.Tensor) && place.Tensor.dtype == ScalarType.Float64);
        return hasWide && !hasNarrow ? new(ScalarType.Float32, ScalarType.Float64) : new(ScalarType.Float64, ScalarType.Float32);
    }

    /// <summary>Whether a tensor is one that the conversion should reach, and has not.</summary>
    public bool Misses(Tensor tensor) => IsFloating(tensor) && tensor.dtype != There;

    /// <summary>What a tensor should be after the way there and back.</summary>
    public Tensor Expected(Tensor before)
    {
        using IDisposable _ = no_grad();
        return IsFloating(before) ? before.detach().to(There).to(Back) : before.detach().clone();
    }

    /// <summary>Converts the outermost modules of an instance.</summary>
    /// <returns>What was thrown; null if nothing was.</returns>
    public static Exception? Convert(object model, ScalarType dtype)
    {
        try
        {
            foreach (nn.Module root in ModelSession.RootsOf(model))
            {
                root.to(dtype);
            }

            return null;
        }
        catch (Exception thrown) when (thrown is not OperationCanceledException)
        {
            return thrown;
        }
    }

    /// <summary>
    /// Whether TorchSharp itself stumbles: it keeps the properties of a module in a dictionary by name, and a type with two
    /// indexers, such as <c>ModuleDict</c>, has two of one name.
    /// </summary>
    public static bool IsDoubleProperty(Exception thrown) =>
        thrown is ArgumentException && thrown.Message.Contains("same key", StringComparison.Ordinal);

    private static bool IsFloating(Tensor tensor) => !tensor.IsInvalid && tensor.is_floating_point();
}
