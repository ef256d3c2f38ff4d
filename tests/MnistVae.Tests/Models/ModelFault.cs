using MnistVae.Models;
using static TorchSharp.torch;

namespace MnistVae.Tests.Models;

/// <summary>A broken model that one test of <see cref="ModelTests"/> should find.</summary>
/// <param name="Test">The name of that test.</param>
/// <param name="Run">Runs that test.</param>
/// <param name="Message">A part of the message that it should fail with.</param>
/// <param name="Forward">What the broken model does in place of the right one's forward; the same if null.</param>
internal sealed record ModelFault(
    string Test, Action<ModelTests> Run, string Message, Func<FaultyVae, Tensor, VaeOutput>? Forward = null)
{
    /// <summary>Makes one more layer of the broken model.</summary>
    public Func<long, nn.Module<Tensor, Tensor>>? Extra { get; init; }

    /// <summary>Makes one more layer that the broken model does not register.</summary>
    public Func<long, nn.Module<Tensor, Tensor>>? Unregistered { get; init; }

    /// <summary>Runs before the model is built, as a part of its constructor.</summary>
    public Action? Before { get; init; }

    /// <summary>Makes any size into one that is accepted.</summary>
    public bool AcceptsAll { get; init; }
}
