using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>
/// Registers one parameter object in a second module too, as <c>decoder.weight = encoder.weight</c> does: TorchSharp's conversions take
/// the two apart.
/// </summary>
internal sealed class TieByObject : InstanceMutant
{
    private const string Alias = "weight_tied_by_object";

    /// <inheritdoc/>
    public override string Name => "tie-by-object";

    /// <inheritdoc/>
    public override string Description =>
        "registers a parameter in a second module too, where TorchSharp takes the two apart when the model is converted";

    /// <summary>
    /// Some layers, such as <c>Embedding</c>, live in the native library, which converts their weights in place: there the
    /// two stay one, and a gradient of one arrives at the other.
    /// </summary>
    public override bool IsEquivalent(ISubjectSession session, string site)
    {
        using var scope = NewDisposeScope();
        var model = (ModelSession)session;
        using BuiltInstance instance = BuiltInstance.Build(model, model.Seed);
        if (Break(instance.Model, site) is null
            || ModelConversion.Convert(instance.Model, ModelConversion.For(instance.Model).There) is not null)
        {
            return false;
        }

        Tensor[] tied = [.. TensorPlaces.Of(instance.Model)
            .Where(place => place.Kind == TensorPlaceKind.Parameter && !place.Tensor.IsInvalid
                && (place.Path == site || place.Path.Split('.')[^1] == Alias))
            .Select(place => place.Tensor)];
        return tied.Length == 2 && IsOne(tied[0], tied[1]);
    }

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

    private static bool IsOne(Tensor first, Tensor second)
    {
        using IDisposable _ = enable_grad();
        first.requires_grad = true;
        first.sum().backward();
        return second.grad is not null;
    }

    /// <summary>The outermost module of the user's own: TorchSharp's containers name no parameters of themselves.</summary>
    private static nn.Module? SecondModule(object instance) =>
        ModelSession.ModulesOf(instance).Select(entry => entry.Module).FirstOrDefault(module => ObjectGraph.IsUserType(module.GetType()));
}
