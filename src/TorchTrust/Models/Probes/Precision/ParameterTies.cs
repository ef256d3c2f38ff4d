using TorchSharp.Modules;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>Keeps one what was one parameter in several places, where an instance is converted place by place.</summary>
/// <param name="groups">The groups of places that share a parameter, by their paths.</param>
internal sealed class ParameterTies(IReadOnlyList<IReadOnlyList<string>> groups)
{
    /// <summary>The ties of an instance.</summary>
    public static ParameterTies Of(object model) => new(TiedTensors.In(model));

    /// <summary>Ties again in the instance what was tied.</summary>
    public void TieAgain(object model)
    {
        Dictionary<string, nn.Module> modules = ModelSession.ModulesOf(model).DistinctBy(entry => entry.Path)
            .ToDictionary(entry => entry.Path, entry => entry.Module);
        foreach (IReadOnlyList<string> group in groups)
        {
            IReadOnlyDictionary<string, TensorPlace> places = TensorPlaces.ByPath(model);
            Parameter? kept = group.Select(path => places.GetValueOrDefault(path)?.Tensor).OfType<Parameter>()
                .FirstOrDefault(parameter => !parameter.IsInvalid);
            foreach (TensorPlace place in group.Select(path => places.GetValueOrDefault(path)).OfType<TensorPlace>()
                .Where(place => kept is not null && !ReferenceEquals(place.Tensor, kept)))
            {
                Put(model, modules.GetValueOrDefault(ObjectGraph.OwnerOf(place.Path)), place, kept!);
            }
        }
    }

    /// <summary>Layers of TorchSharp take a parameter by their property, since some of them live in the native library.</summary>
    private static void Put(object model, nn.Module? owner, TensorPlace place, Parameter parameter)
    {
        string name = place.Path[(place.Path.LastIndexOf('.') + 1)..];
        if (owner is not null && !ObjectGraph.IsUserType(owner.GetType())
            && owner.GetType().GetProperty(name) is { CanWrite: true } property && property.PropertyType == typeof(Parameter))
        {
            property.SetValue(owner, parameter);
        }
        else
        {
            MemberReplacement.Replace(model, place.Tensor, parameter);
        }
    }
}
