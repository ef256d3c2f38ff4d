using System;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace TorchTrust.Generators;

/// <summary>What is needed of a class with the attribute <c>[Check(id, title, area)]</c>.</summary>
internal sealed class CheckClass : IEquatable<CheckClass>
{
    private CheckClass(string type, string name, string id, string title, int area, string kind, string idPrefix, string? subject)
    {
        Subject = subject;
        Kind = kind;
        IdPrefix = idPrefix;
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

    /// <summary>The kind of subject, from the base class that registers it; empty where none does.</summary>
    public string Kind { get; }

    /// <summary>How ids of the kind begin.</summary>
    public string IdPrefix { get; }

    /// <summary>The fully qualified name of the class of subjects; null if users do not see it.</summary>
    public string? Subject { get; }

    /// <summary>Reads the attribute of a class.</summary>
    public static CheckClass From(INamedTypeSymbol type, AttributeData attribute)
    {
        object?[] arguments = attribute.ConstructorArguments.Select(argument => argument.Value).ToArray();
        object?[] kind = KindOf(type)?.ConstructorArguments.Select(argument => argument.Value).ToArray() ?? [];
        return new CheckClass(
            type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            type.Name,
            (string)arguments[0]!,
            (string)arguments[1]!,
            Convert.ToInt32(arguments[2], System.Globalization.CultureInfo.InvariantCulture),
            (string?)kind.FirstOrDefault() ?? "",
            (string?)kind.ElementAtOrDefault(1) ?? "",
            SubjectOf(type));
    }

    /// <inheritdoc/>
    public bool Equals(CheckClass? other) =>
        other is not null && Type == other.Type && Id == other.Id && Title == other.Title && Area == other.Area
        && Kind == other.Kind && IdPrefix == other.IdPrefix && Subject == other.Subject;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CheckClass);

    /// <inheritdoc/>
    public override int GetHashCode() => Type.GetHashCode();

    private static string? SubjectOf(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? of = type.BaseType; of is not null; of = of.BaseType)
        {
            if (of.Name == "CheckOf" && of.TypeArguments.FirstOrDefault() is { DeclaredAccessibility: Accessibility.Public } subject)
            {
                return subject.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
            }
        }

        return null;
    }

    private static AttributeData? KindOf(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? of = type; of is not null; of = of.BaseType)
        {
            if (of.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass?.Name == "CheckKindAttribute") is { } kind)
            {
                return kind;
            }
        }

        return null;
    }
}
