namespace TorchTrust.Running;

/// <summary>Told how a check goes on, as it goes on: whoever watches a process that may die needs to know.</summary>
internal class RunObserver
{
    /// <summary>Something is about to be done.</summary>
    public virtual void Step(string what)
    {
    }

    /// <summary>The subject was built for the first time.</summary>
    public virtual void Built(IReadOnlyList<ModuleNode> modules)
    {
    }

    /// <summary>The check passed, and the proof of its power begins.</summary>
    public virtual void Passed(CheckResult result)
    {
    }

    /// <summary>A mutant is about to be tried, or was not noticed and is about to be compared.</summary>
    public virtual void Trying(MutantTrial trial)
    {
    }

    /// <summary>What became of a mutant.</summary>
    public virtual void Tried(MutantResult result)
    {
    }
}
