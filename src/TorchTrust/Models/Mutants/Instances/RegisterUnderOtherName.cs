using TorchTrust.Models.Probes;
using TorchTrust.Probes;

namespace TorchTrust.Models.Mutants;

/// <summary>
/// Registers a parameter under a name that its field does not have, as <c>register_parameter("w", _weight)</c> does: a
/// conversion replaces what is registered, and the field keeps what was.
/// </summary>
internal sealed class RegisterUnderOtherName : InstanceMutant
{
    /// <inheritdoc/>
    public override string Name => "register-under-other-name";

    /// <inheritdoc/>
    public override string Description =>
        "registers a parameter under another name than that of its field, which then keeps the old one when the model is converted";

    /// <inheritdoc/>
    protected override IEnumerable<string> Places(ModelSession session, object instance)
    {
        ModelConversion conversion = ModelConversion.For(instance);
        return RegisteredField.Of(instance)
            .Where(field => field.IsCurrent && field.Member is TorchSharp.Modules.Parameter parameter && conversion.Misses(parameter))
            .Select(field => field.Path);
    }

    /// <inheritdoc/>
    protected override Action? Break(object instance, string site) =>
        RegisteredField.Of(instance).FirstOrDefault(each => each.Path == site) is { } field
            ? RegistrationTable.Rename(RegisteredMembers.ParameterTable(field.Module), field.Name, $"{field.Name}_registered")
            : null;
}
