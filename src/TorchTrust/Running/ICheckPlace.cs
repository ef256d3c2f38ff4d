namespace TorchTrust.Running;

/// <summary>Where the checks of one subject run: in this process or in another.</summary>
internal interface ICheckPlace : IDisposable
{
    /// <summary>The name of the subject.</summary>
    string Name { get; }

    /// <summary>The class that gave the name, with its namespace; null where another name was chosen.</summary>
    string? TypeName { get; }

    /// <summary>The kind of the subject.</summary>
    string Kind { get; }

    /// <summary>The checks of the subject, in their order, then those of its parts.</summary>
    IReadOnlyList<PlannedCheck> Checks { get; }

    /// <summary>How often the subject was built.</summary>
    int Builds { get; }

    /// <summary>What the checks run on and with.</summary>
    RunEnvironment Environment { get; }

    /// <summary>What was woven, as far as is known by now; null before a host was started.</summary>
    WeavingSummary? Weaving { get; }

    /// <summary>The modules of the subject or of a part as data, once it was built; empty before, and for kinds that have none.</summary>
    /// <param name="part">The name of the part; null for the subject itself.</param>
    IReadOnlyList<ModuleNode> ModulesOf(string? part);

    /// <summary>Runs a check.</summary>
    /// <param name="check">One of <see cref="Checks"/>.</param>
    /// <param name="step">Told what is about to be done.</param>
    CheckResult Run(PlannedCheck check, Action<string> step);

    /// <summary>The last check was run, for now: a host ends, and what the program wrote into its copy goes home.</summary>
    void Finish()
    {
    }
}
