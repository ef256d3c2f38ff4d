using System.Reflection;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>A field of a user's own module, and what is registered under its name.</summary>
/// <param name="Path">The path of the registered member, such as <c>encoder.mask</c>.</param>
/// <param name="Module">The module.</param>
/// <param name="Field">The field.</param>
/// <param name="Value">What the field holds: a module, a parameter or a tensor.</param>
/// <param name="Member">What is registered under the name of the field.</param>
internal sealed record RegisteredField(string Path, nn.Module Module, FieldInfo Field, object Value, object Member)
{
    /// <summary>Whether the field holds what is registered, and not another object.</summary>
    public bool IsCurrent => ReferenceEquals(Value, Member)
        || (Value is Tensor { IsInvalid: false } held && Member is Tensor { IsInvalid: false } registered
            && held.Handle == registered.Handle);

    /// <summary>The name under which the member is registered.</summary>
    public string Name => Unregistered.NameOf(Field);

    /// <summary>All fields of an instance that have a registered counterpart, each once.</summary>
    public static IReadOnlyList<RegisteredField> Of(object model)
    {
        var fields = new List<RegisteredField>();
        foreach ((string path, nn.Module module) in ModelSession.ModulesOf(model))
        {
            // Of several fields with one name, RegisterComponents takes that of the most derived class.
            foreach (FieldInfo field in ObjectGraph.UserFields(module.GetType()).Reverse()
                .DistinctBy(field => field.Name))
            {
                if (field.GetValue(module) is (nn.Module or Tensor) and { } value
                    && RegisteredMembers.Find(module, Unregistered.NameOf(field)) is { } member)
                {
                    fields.Add(new RegisteredField(ObjectGraph.Join(path, Unregistered.NameOf(field)), module, field, value, member));
                }
            }
        }

        return fields;
    }
}
