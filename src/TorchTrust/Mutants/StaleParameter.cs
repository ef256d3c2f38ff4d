using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Mutants;

/// <summary>Registers a copy of a parameter in its place, while the model computes with the one it held before.</summary>
internal sealed class StaleParameter : ParameterMutant
{
    /// <inheritdoc/>
    public override string Name => "stale-parameter";

    /// <inheritdoc/>
    public override string Description => "registers a copy of a parameter and computes with the old one";

    /// <inheritdoc/>
    protected override Action? Break(ModelSession session, object instance, nn.Module module, string name)
    {
        var table = RegisteredMembers.ParameterTable(module);
        var before = table.Where<(string Name, TorchSharp.Modules.Parameter Parameter)>(_ => true).ToArray();
        TorchSharp.Modules.Parameter original = before.First(entry => entry.Name == name).Parameter;
        var copy = new TorchSharp.Modules.Parameter(TensorBits.NativeCopy(original).DetachFromDisposeScope());
        copy.DetachFromDisposeScope();
        table[name] = copy;
        return () =>
        {
            table.clear();
            foreach ((string key, TorchSharp.Modules.Parameter parameter) in before)
            {
                table.Add(key, parameter);
            }

            copy.Dispose();
        };
    }
}
