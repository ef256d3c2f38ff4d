using System;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace TorchTrust.Generators;

/// <summary>What is needed of a class with the attribute <c>[Check(id, title, area)]</c>.</summary>
internal sealed class CheckClass : IEquatable<CheckClass>
{
    private CheckClass(string type, string name, string id, string title, int area)
    {
        Type = type;
        Name = name;
        Id = id;
        Title = title;
        Area = area;
    }

    /// <summary>The fully qualified name of the class.</summary>
    public string Type { get; }

    /// <summary>The name of the class alone, which is also that of its id.</summary>
    public string Name { get; }

    /// <summary>The id.</summary>
    public string Id { get; }

    /// <summary>The title.</summary>
    public string Title { get; }

    /// <summary>The number of the area: checks run in the order of areas.</summary>
    public int Area { get; }

    /// <summary>Reads the attribute of a class.</summary>
    public static CheckClass From(INamedTypeSymbol type, AttributeData attribute)
    {
        object?[] arguments = attribute.ConstructorArguments.Select(argument => argument.Value).ToArray();
        return new CheckClass(
            type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            type.Name,
            (string)arguments[0]!,
            (string)arguments[1]!,
            Convert.ToInt32(arguments[2], System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    public bool Equals(CheckClass? other) =>
        other is not null && Type == other.Type && Id == other.Id && Title == other.Title && Area == other.Area;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CheckClass);

    /// <inheritdoc/>
    public override int GetHashCode() => Type.GetHashCode();
}
