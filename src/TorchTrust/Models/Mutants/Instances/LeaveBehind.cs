using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>
/// Takes what a user's own module holds in a field out of its registration, so that no conversion and no move reaches it.
/// </summary>
/// <param name="kind">What is taken: floating tensors, of which a conversion speaks, or others, of which only a move does.</param>
internal sealed class LeaveBehind(LeaveBehind.Content kind) : InstanceMutant
{
    /// <summary>What a member must hold to be missed.</summary>
    internal enum Content
    {
        /// <summary>Floating tensors.</summary>
        Floating,

        /// <summary>Tensors of integers or booleans.</summary>
        Discrete,
    }

    /// <inheritdoc/>
    public override string Name => "leave-behind";

    /// <inheritdoc/>
    public override string Description =>
        "holds a layer, parameter or buffer in a field, unregistered, where no conversion and no move reaches it";

    /// <inheritdoc/>
    protected override IEnumerable<string> Places(ModelSession session, object instance)
    {
        HashSet<nint> missed = MissedTensors(instance);
        return RegisteredField.Of(instance)
            .Where(field => field.IsCurrent && Holds(field.Value, missed)
                && !session.Subject.Facts.Unregistered
                    .Any(fact => Unregistered.Ancestors(field.Path).Prepend(field.Path).Any(fact.Covers)))
            .Select(field => field.Path);
    }

    /// <inheritdoc/>
    protected override Action? Break(object instance, string site) =>
        RegisteredField.Of(instance).FirstOrDefault(each => each.Path == site) switch
        {
            { Member: nn.Module } child => RegistrationTable.Remove(RegisteredMembers.ChildTable(child.Module), child.Name),
            { Member: TorchSharp.Modules.Parameter } parameter =>
                RegistrationTable.Remove(RegisteredMembers.ParameterTable(parameter.Module), parameter.Name),
            { Member: Tensor } buffer => RegistrationTable.Remove(RegisteredMembers.BufferTable(buffer.Module), buffer.Name),
            _ => null,
        };

    private static bool Holds(object member, HashSet<nint> tensors) =>
        ObjectGraph.Walk(member).Any(node => node.Value is Tensor { IsInvalid: false } tensor && tensors.Contains(tensor.Handle));

    /// <summary>The tensors of the kind that are registered once, so that nothing reaches them when that is taken back.</summary>
    private HashSet<nint> MissedTensors(object instance)
    {
        ModelConversion conversion = ModelConversion.For(instance);
        return
        [
            .. TensorPlaces.Of(instance).Where(place => place is { IsRegistered: true, Tensor.IsInvalid: false })
                .Where(place => kind == Content.Floating ? conversion.Misses(place.Tensor) : IsDiscrete(place.Tensor))
                .GroupBy(place => place.Tensor.Handle).Where(places => places.Count() == 1).Select(places => places.Key),
        ];
    }

    private static bool IsDiscrete(Tensor tensor) => !tensor.is_floating_point() && !tensor.is_complex();
}
