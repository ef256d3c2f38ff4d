using System.Collections;

namespace TorchTrust.Models.Described;

/// <summary>An array or a list, from its elements.</summary>
/// <param name="Element">The type of the elements.</param>
/// <param name="Items">The elements.</param>
/// <param name="IsList">Whether it is a <see cref="List{T}"/>; an array if not.</param>
internal sealed record SequenceValue(TypeAddress Element, DescribedValue[] Items, bool IsList) : DescribedValue
{
    /// <inheritdoc/>
    public override object Make()
    {
        Type element = Element.Find();
        var array = Array.CreateInstance(element, Items.Length);
        for (int i = 0; i < Items.Length; i++)
        {
            array.SetValue(Items[i].Make(), i);
        }

        return IsList ? (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(element), array)! : array;
    }
}
