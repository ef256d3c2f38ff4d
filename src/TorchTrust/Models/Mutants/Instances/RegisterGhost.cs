using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>
/// Registers another object than the one in the field, as a layer that is replaced after registration leaves it.
/// </summary>
internal sealed class RegisterGhost : InstanceMutant
{
    /// <inheritdoc/>
    public override string Name => "register-ghost";

    /// <inheritdoc/>
    public override string Description => "registers another layer or parameter than the one that the field holds";

    /// <inheritdoc/>
    protected override IEnumerable<string> Places(ModelSession session, object instance) => RegisteredField.Of(instance)
        .Where(field => field.IsCurrent && IsSite(field.Value)).Select(field => field.Path);

    /// <inheritdoc/>
    protected override Action? Break(object instance, string site)
    {
        RegisteredField? field = RegisteredField.Of(instance).FirstOrDefault(each => each.Path == site);
        using RandomState _ = RandomState.Fork(0);
        switch (field)
        {
            case { Value: nn.Module }:
                TorchSharp.Modules.Linear layer = nn.Linear(1, 1);
                Action mendChild = RegistrationTable.Put(RegisteredMembers.ChildTable(field.Module), field.Name, layer);
                return () =>
                {
                    mendChild();
                    layer.Dispose();
                };
            case { Value: TorchSharp.Modules.Parameter }:
                TorchSharp.Modules.Parameter parameter = nn.Parameter(zeros(1));
                parameter.DetachFromDisposeScope();
                Action mend = RegistrationTable.Put(
                    RegisteredMembers.ParameterTable(field.Module), field.Name, parameter);
                return () =>
                {
                    mend();
                    parameter.Dispose();
                };
            default:
                return null;
        }
    }

    private static bool IsSite(object value) =>
        value is TorchSharp.Modules.Parameter || value is nn.Module module && !Unregistered.IsHarmless(module);
}
