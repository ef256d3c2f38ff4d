using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Loading that passes over one parameter or buffer in silence.</summary>
internal static class PassingOver
{
    /// <summary>Loads, and puts one tensor back to what it was.</summary>
    /// <param name="instance">What is loaded into.</param>
    /// <param name="site">The path of the tensor.</param>
    /// <param name="load">Loads.</param>
    public static void Load(object instance, string site, Action load)
    {
        using var scope = NewDisposeScope();
        Tensor? forgotten = ObjectGraph.Walk(instance).Where(node => node.Path == site).Select(node => node.Value)
            .OfType<Tensor>().FirstOrDefault();
        Tensor? before = forgotten is null ? null : TensorBits.NativeCopy(forgotten);
        load();
        using IDisposable _ = no_grad();
        if (before is not null)
        {
            forgotten!.detach().copy_(before);
        }
    }
}
