using MnistVae.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MnistVae.Tests.Training;

/// <summary>Sets and compares the parameters of models.</summary>
internal static class Weights
{
    /// <summary>
    /// Draws all parameters from a generator of their own: torch's default generator belongs to the whole process.
    /// </summary>
    public static T Seed<T>(T model, ulong seed)
        where T : Vae
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var generator = new Generator(seed);
        double bound = 0;
        foreach (Parameter parameter in model.parameters())
        {
            // A weight comes before its bias, which is drawn from the range of that weight.
            bound = parameter.dim() > 1 ? 1 / Math.Sqrt((double)parameter.numel() / parameter.shape[0]) : bound;
            parameter.copy_(rand(parameter.shape, generator: generator).mul(2 * bound).sub(bound));
        }

        return model;
    }

    /// <summary>The bits of all parameters and buffers.</summary>
    public static SortedDictionary<string, byte[]> Bits(Vae model)
    {
        var bits = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach ((string name, Tensor tensor) in model.state_dict())
        {
            using Tensor copy = tensor.detach().clone();
            bits.Add(name, copy.bytes.ToArray());
        }

        return bits;
    }

    /// <summary>The names of the parameters and buffers whose bits differ.</summary>
    public static List<string> Differences(
        SortedDictionary<string, byte[]> left, SortedDictionary<string, byte[]> right)
    {
        Assert.Equal(left.Keys, right.Keys);
        return [.. left.Keys.Where(name => !left[name].AsSpan().SequenceEqual(right[name]))];
    }
}
