namespace TorchTrust.Running.Hosting.Travel;

/// <summary>How another process comes by a subject: an address to look it up, or its own delegates and facts.</summary>
internal sealed record SubjectRecipe
{
    /// <summary>Where to look it up.</summary>
    public SubjectAddress? Address { get; init; }

    /// <summary>The subject itself, or a delegate that gives it where its types are known.</summary>
    public EncodedValue? Value { get; init; }

    /// <summary>The assemblies of the subject, by their full names.</summary>
    public IReadOnlyDictionary<string, AssemblyOrigin> Origins { get; init; } =
        new Dictionary<string, AssemblyOrigin>();

    /// <summary>Writes a subject of any kind, as long as its fields can travel.</summary>
    /// <exception cref="CannotTravelException">It holds something that belongs to this process.</exception>
    public static SubjectRecipe Of(Subject subject)
    {
        if (subject.Lifetime == SubjectLifetime.Restorable)
        {
            throw new CannotTravelException(
                "The subject cannot be rebuilt in another process: it exists already, in this one. Where it can be built or "
                    + $"loaded anew, say how: {subject.GetType().Name.Split('`')[0]}.For(() => …).");
        }

        var encoder = new ObjectEncoder();
        EncodedValue value = encoder.Encode(subject);
        return new SubjectRecipe { Value = value, Origins = encoder.Origins };
    }

    /// <summary>Writes a delegate that gives a subject in the process that has the types for it.</summary>
    /// <exception cref="CannotTravelException">It holds something that belongs to this process.</exception>
    public static SubjectRecipe Of(Func<Subject> make)
    {
        var encoder = new ObjectEncoder();
        EncodedValue value = encoder.Encode(make);
        return new SubjectRecipe { Value = value, Origins = encoder.Origins };
    }

    /// <summary>Rebuilds or looks up the subject.</summary>
    /// <exception cref="CannotTravelException">It cannot be rebuilt here.</exception>
    public Subject Rebuild() => Address is not null
        ? Address.Resolve()
        : new ObjectDecoder(new TypeFinder(Origins)).Decode(Value!) switch
        {
            Func<Subject> make => make(),
            var subject => (Subject)subject!,
        };
}
