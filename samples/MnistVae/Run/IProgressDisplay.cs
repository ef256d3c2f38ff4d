namespace MnistVae.Run;

/// <summary>Shows the progress of a training run.</summary>
internal interface IProgressDisplay
{
    /// <summary>Shows progress while the work runs.</summary>
    /// <typeparam name="T">What the work gives.</typeparam>
    /// <param name="work">The work; it reports to the given reporter.</param>
    /// <returns>What the work gave.</returns>
    T Show<T>(Func<IProgressReporter, T> work);
}
