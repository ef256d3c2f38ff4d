using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Mutants;

/// <summary>Registers one parameter object in a second module too, as <c>decoder.weight = encoder.weight</c> does: TorchSharp's conversions take the two apart.</summary>
internal sealed class TieByObject : InstanceMutant
{
    private const string Alias = "weight_tied_by_object";

    /// <inheritdoc/>
    public override string Name => "tie-by-object";

    /// <inheritdoc/>
    public override string Description => "registers a parameter in a second module too, where TorchSharp takes the two apart when the model is converted";

    /// <summary>The parameters that other modules than the second have registered.</summary>
    protected override IEnumerable<string> Places(ModelSession session, object instance)
    {
        if (SecondModule(instance) is not { } second)
        {
            return [];
        }

        ModelConversion conversion = ModelConversion.For(instance);
        HashSet<nint> own = [.. second.named_parameters(recurse: false).Select(entry => entry.parameter.Handle)];
        return TensorPlaces.Of(instance)
            .Where(place => place.Kind == TensorPlaceKind.Parameter && conversion.Misses(place.Tensor)
                && !own.Contains(place.Tensor.Handle))
            .DistinctBy(place => place.Tensor.Handle).Select(place => place.Path);
    }

    /// <inheritdoc/>
    protected override Action? Break(object instance, string site)
    {
        var parameter = TensorPlaces.Of(instance)
            .FirstOrDefault(place => place.Path == site && place.Kind == TensorPlaceKind.Parameter)?.Tensor as TorchSharp.Modules.Parameter;
        return parameter is null || SecondModule(instance) is not { } second
            ? null
            : RegistrationTable.Put(RegisteredMembers.ParameterTable(second), Alias, parameter);
    }

    /// <summary>The outermost module of the user's own: TorchSharp's containers name no parameters of themselves.</summary>
    private static nn.Module? SecondModule(object instance) =>
        ModelSession.ModulesOf(instance).Select(entry => entry.Module).FirstOrDefault(module => ObjectGraph.IsUserType(module.GetType()));
}
