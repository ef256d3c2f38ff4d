using Mono.Cecil;

namespace TorchTrust.Cli.Discovery;

/// <summary>Finds what <c>[TrustSubject]</c> marks.</summary>
internal static class SubjectMarks
{
    private const string Mark = "TorchTrust.TrustSubjectAttribute";
    private const string Subject = "TorchTrust.Subject";

    /// <summary>Reads one class.</summary>
    /// <param name="type">The class.</param>
    /// <param name="assembly">The path of its assembly.</param>
    /// <param name="subjects">Gets what is found.</param>
    /// <param name="misplaced">Gets a sentence for each mark that has no effect.</param>
    public static void Read(TypeDefinition type, string assembly, List<FoundSubject> subjects, List<string> misplaced)
    {
        ReadMembers(type, assembly, subjects, misplaced);
        ReadClass(type, assembly, subjects, misplaced);
    }

    private static void ReadMembers(TypeDefinition type, string assembly, List<FoundSubject> subjects, List<string> misplaced)
    {
        IEnumerable<(IMemberDefinition Member, MethodDefinition? Getter)> marked =
        [
            .. type.Properties.Where(HasMark).Select(property => ((IMemberDefinition)property, (MethodDefinition?)property.GetMethod)),
            .. type.Methods.Where(HasMark).Select(method => ((IMemberDefinition)method, (MethodDefinition?)method)),
        ];
        foreach ((IMemberDefinition member, MethodDefinition? getter) in marked)
        {
            string name = $"{TypeNames.Reflected(type)}.{member.Name}";
            if (Problem(type, getter) is { } problem)
            {
                misplaced.Add($"{name} is marked with [TrustSubject], but {problem}.");
            }
            else
            {
                subjects.Add(new FoundSubject(new SubjectAddress(assembly, TypeNames.Reflected(type), member.Name)));
            }
        }
    }

    private static void ReadClass(TypeDefinition type, string assembly, List<FoundSubject> subjects, List<string> misplaced)
    {
        CustomAttribute? mark = TypeNames.Bases(type).Select(TypeNames.Definition).Prepend(type)
            .OfType<TypeDefinition>()
            .SelectMany(definition => definition.CustomAttributes)
            .FirstOrDefault(IsMark);
        bool isStatic = type.IsAbstract && type.IsSealed;
        if (mark is null || (type.IsAbstract && !isStatic))
        {
            return;
        }

        string name = TypeNames.Reflected(type);
        if (mark.ConstructorArguments is not [{ Value: string member }])
        {
            misplaced.Add($"{name} is marked with [TrustSubject] without the name of its member: write [TrustSubject(nameof(…))].");
        }
        else if (type.HasGenericParameters)
        {
            misplaced.Add($"{name} holds a subject, but has type parameters: derive a class without any.");
        }
        else if (!isStatic && !type.Methods.Any(method => method is { IsConstructor: true, IsStatic: false, HasParameters: false }))
        {
            misplaced.Add($"{name} holds a subject, but its constructor takes parameters: give it one without any.");
        }
        else
        {
            subjects.Add(new FoundSubject(new SubjectAddress(assembly, name, member)));
        }
    }

    private static string? Problem(TypeDefinition type, MethodDefinition? getter) => getter switch
    {
        null => "it has no getter",
        { HasParameters: true } or { HasGenericParameters: true } => "it takes parameters",
        _ when type.HasGenericParameters => "its class has type parameters",
        { IsStatic: false } => "it is not static",
        _ when !GivesSubject(getter.ReturnType) => $"it gives a {TypeNames.InCode(getter.ReturnType)} instead of a Subject",
        _ => null,
    };

    private static bool GivesSubject(TypeReference type) => type.FullName == Subject
        || (TypeNames.Definition(type) is { } definition && TypeNames.Bases(definition).Any(ancestor => ancestor.FullName == Subject));

    private static bool HasMark(ICustomAttributeProvider member) => member.CustomAttributes.Any(IsMark);

    private static bool IsMark(CustomAttribute attribute) => attribute.AttributeType.FullName == Mark;
}
