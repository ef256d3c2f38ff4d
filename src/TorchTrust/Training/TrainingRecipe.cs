using TorchTrust.Training;
using TorchTrust.Training.Probes;

namespace TorchTrust;

/// <summary>What is said of a loop alike whether its steps take batches or not.</summary>
/// <typeparam name="T">The type of the object that holds models and optimizers.</typeparam>
/// <typeparam name="TSelf">The type of the subject itself, which every method returns.</typeparam>
public abstract partial class TrainingRecipe<T, TSelf> : TrainingSubject
    where T : notnull
    where TSelf : TrainingRecipe<T, TSelf>
{
    private protected TrainingRecipe(string name, Func<long, object> build)
        : base(name, build)
    {
    }

    private protected TrainingRecipe(TrainingSubject other)
        : base(other)
    {
    }

    /// <summary>Declares how the loop is evaluated on data of its own.</summary>
    /// <param name="evaluate">Evaluates without a trace in the training, and gives the number that is watched.</param>
    /// <param name="reference">The same number, computed in another and plainer way; null where there is none.</param>
    public TSelf WithEvaluation(Func<T, double> evaluate, Func<T, double>? reference = null)
    {
        ArgumentNullException.ThrowIfNull(evaluate);
        return With(subject =>
        {
            subject.Evaluate = loop => evaluate((T)loop);
            subject.Reference = reference is null ? null : loop => reference((T)loop);
        });
    }

    /// <summary>Declares how the loop is evaluated on data of its own, where that gives no number.</summary>
    /// <param name="evaluate">Evaluates without a trace in the training.</param>
    public TSelf WithEvaluation(Action<T> evaluate)
    {
        ArgumentNullException.ThrowIfNull(evaluate);
        return With(subject =>
        {
            subject.Evaluate = loop =>
            {
                evaluate((T)loop);
                return null;
            };
            subject.Reference = null;
        });
    }

    /// <summary>Declares what is called when an epoch has ended: schedules, averages, checkpoints.</summary>
    /// <param name="end">Called after the last step of an epoch.</param>
    /// <param name="stepsPerEpoch">The number of steps of an epoch.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no step in an epoch.</exception>
    public TSelf WithEndOfEpoch(Action<T> end, long stepsPerEpoch)
    {
        ArgumentNullException.ThrowIfNull(end);
        if (stepsPerEpoch < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(stepsPerEpoch), stepsPerEpoch, "An epoch has at least one step. Give the number of steps of this loop's epochs.");
        }

        return With(subject => subject.EndOfEpoch = (loop => end((T)loop), stepsPerEpoch));
    }

    /// <summary>
    /// Declares how the loop is saved so that training can go on as if it had not been interrupted: weights, buffers, optimizers,
    /// schedules, counters and, unless declared otherwise, its noise.
    /// </summary>
    /// <param name="save">Writes the state of a loop to a path.</param>
    /// <param name="load">Reads the state from a path into a loop that was built afresh.</param>
    public TSelf SavesForResuming(Action<T, string> save, Action<T, string> load) => Saves(SavingPurpose.Resuming, save, load);

    /// <summary>
    /// Declares how the loop is saved so that training can go on as if it had not been interrupted: weights, buffers, optimizers,
    /// schedules, counters and, unless declared otherwise, its noise.
    /// </summary>
    /// <param name="save">Writes the state of a loop to a path.</param>
    /// <param name="load">Builds a loop from a path.</param>
    public TSelf SavesForResuming(Action<T, string> save, Func<string, T> load) => Saves(SavingPurpose.Resuming, save, load);

    /// <summary>Declares how the best state so far is saved and loaded.</summary>
    /// <param name="save">Writes the best state that a loop has seen to a path.</param>
    /// <param name="load">Reads the state from a path into a loop.</param>
    /// <param name="by">The number that tells the best.</param>
    /// <param name="higherIsBetter">Whether the best number is the highest.</param>
    public TSelf SavesBest(
        Action<T, string> save, Action<T, string> load, BestBy by = BestBy.Evaluation, bool higherIsBetter = false) =>
        Saves(SavingPurpose.Best, save, load, by, higherIsBetter);

    /// <summary>Declares how the best state so far is saved and loaded.</summary>
    /// <param name="save">Writes the best state that a loop has seen to a path.</param>
    /// <param name="load">Builds a loop from a path.</param>
    /// <param name="by">The number that tells the best.</param>
    /// <param name="higherIsBetter">Whether the best number is the highest.</param>
    public TSelf SavesBest(
        Action<T, string> save, Func<string, T> load, BestBy by = BestBy.Evaluation, bool higherIsBetter = false) =>
        Saves(SavingPurpose.Best, save, load, by, higherIsBetter);

    /// <summary>Declares how the weights alone are saved and loaded, to be used elsewhere.</summary>
    /// <param name="save">Writes the weights of a loop to a path.</param>
    /// <param name="load">Reads the weights from a path into a loop.</param>
    public TSelf SavesWeights(Action<T, string> save, Action<T, string> load) => Saves(SavingPurpose.Weights, save, load);

    /// <summary>Declares how the weights alone are saved and loaded, to be used elsewhere.</summary>
    /// <param name="save">Writes the weights of a loop to a path.</param>
    /// <param name="load">Builds a loop from a path.</param>
    public TSelf SavesWeights(Action<T, string> save, Func<string, T> load) => Saves(SavingPurpose.Weights, save, load);

    /// <summary>Declares how the loop can be made to tell what it logs.</summary>
    /// <param name="attach">Makes a loop hand each number that it logs to a recorder, beside or instead of its own logger.</param>
    /// <example>
    /// <code>
    /// subject.WithLogger((trainer, record) => trainer.Logged += (tag, value, step) => record(tag, value, step));
    /// </code>
    /// </example>
    public TSelf WithLogger(Action<T, ScalarRecorder> attach)
    {
        ArgumentNullException.ThrowIfNull(attach);
        return With(subject => subject.AttachLogger = (loop, record) =>
        {
            attach((T)loop, record);
            return null;
        });
    }

    /// <summary>
    /// Declares how the loop can be given a logger of <c>Microsoft.Extensions.Logging</c>. The numbers among the named values of its
    /// messages are
    /// what is logged, such as those of <c>logger.LogInformation("{Step}: {Loss}", step, loss)</c>; a value that is named Step or Epoch is
    /// the step.
    /// </summary>
    /// <param name="attach">Gives a loop a logger, beside or instead of its own.</param>
    /// <typeparam name="TLogger">The interface: <c>ILogger</c>, or <c>ILogger&lt;T&gt;</c> of a type that is public.</typeparam>
    /// <exception cref="ArgumentException">The type is no such interface.</exception>
    /// <example>
    /// <code>
    /// subject.WithLogger&lt;ILogger&gt;((trainer, logger) => trainer.Logger = logger);
    /// </code>
    /// </example>
    public TSelf WithLogger<TLogger>(Action<T, TLogger> attach)
        where TLogger : class
    {
        ArgumentNullException.ThrowIfNull(attach);
        if (!RecordingLogger.IsLogger(typeof(TLogger)))
        {
            throw new ArgumentException(
                $"{typeof(TLogger).Name} is no ILogger of Microsoft.Extensions.Logging. Say WithLogger<ILogger>((loop, logger) => …), or "
                    + "hand each number to a recorder: WithLogger((loop, record) => …).",
                nameof(attach));
        }

        return With(subject => subject.AttachLogger = (loop, record) =>
        {
            attach((T)loop, RecordingLogger.Create<TLogger>(record));
            return null;
        });
    }

    /// <summary>Declares that the loop logs by a meter of <c>System.Diagnostics.Metrics</c>, each instrument once a step.</summary>
    /// <param name="name">The name of the meter.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public TSelf LogsToMeter(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return With(subject => subject.AttachLogger = (_, record) => new MeterRecorder(name, record));
    }

    /// <summary>
    /// Declares that the loop writes event files of TensorBoard, as by TorchSharp's <c>SummaryWriter</c>. They are read back, so that what
    /// is judged
    /// is what a reader will see.
    /// </summary>
    /// <param name="folder">Gives the folder that a loop writes to.</param>
    public TSelf LogsToEventFiles(Func<T, string> folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return With(subject => subject.AttachLogger = (loop, record) => new EventFileWatch(folder((T)loop), record));
    }

    /// <summary>The same subject with something changed.</summary>
    private protected TSelf With(Action<TSelf> change)
    {
        var copy = (TSelf)MemberwiseClone();
        change(copy);
        return copy;
    }

    private TSelf Saves(
        SavingPurpose purpose, Action<T, string> save, Action<T, string> load, BestBy by = default, bool higherIsBetter = false)
    {
        ArgumentNullException.ThrowIfNull(save);
        ArgumentNullException.ThrowIfNull(load);
        return Saves(new TrainingPersistence(
            purpose,
            (loop, path) => save((T)loop, path),
            (loop, path) =>
            {
                load((T)loop, path);
                return loop;
            },
            LoadsAnother: false)
        {
            By = by,
            HigherIsBetter = higherIsBetter,
        });
    }

    private TSelf Saves(
        SavingPurpose purpose, Action<T, string> save, Func<string, T> load, BestBy by = default, bool higherIsBetter = false)
    {
        ArgumentNullException.ThrowIfNull(save);
        ArgumentNullException.ThrowIfNull(load);
        return Saves(new TrainingPersistence(
            purpose, (loop, path) => save((T)loop, path), (_, path) => load(path), LoadsAnother: true)
        {
            By = by,
            HigherIsBetter = higherIsBetter,
        });
    }

    private TSelf Saves(TrainingPersistence way) => With(subject =>
        subject.Persistence = [.. subject.Persistence.Where(other => other.Purpose != way.Purpose), way]);
}
