using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchTrust;

/// <summary>A training loop whose steps take no batch from outside, or to which batches are still to be declared.</summary>
/// <typeparam name="T">The type of the object that holds models and optimizers.</typeparam>
/// <inheritdoc cref="TrainingSubject"/>
public sealed class TrainingSubject<T> : TrainingRecipe<T, TrainingSubject<T>>
    where T : notnull
{
    internal TrainingSubject(string name, Func<long, object> build)
        : base(name, build)
    {
    }

    /// <summary>Declares how to make one batch.</summary>
    /// <param name="batch">
    /// Gives the n-th batch of a loop, the same for the same n: a tensor, a tuple, a record or a dictionary of tensors. Each step
    /// gets a copy of its own.
    /// </param>
    /// <typeparam name="TBatch">What a batch is.</typeparam>
    /// <exception cref="InvalidOperationException">A step that takes no batch is already declared.</exception>
    public TrainingSubject<T, TBatch> WithBatch<TBatch>(Func<T, long, TBatch> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        RequireNoStep(nameof(WithBatch));
        return new TrainingSubject<T, TBatch>(this, batch: (loop, n) => batch((T)loop, n), epoch: null);
    }

    /// <summary>Declares where batches come from, epoch by epoch.</summary>
    /// <param name="epoch">Gives the batches of the n-th epoch of a loop, the same for the same n. Each step gets a copy of its
    /// own.</param>
    /// <typeparam name="TBatch">What a batch is.</typeparam>
    /// <exception cref="InvalidOperationException">A step that takes no batch is already declared.</exception>
    public TrainingSubject<T, TBatch> WithBatches<TBatch>(Func<T, long, IEnumerable<TBatch>> epoch)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        RequireNoStep(nameof(WithBatches));
        return new TrainingSubject<T, TBatch>(this, batch: null, epoch: (loop, n) => epoch((T)loop, n).Cast<object?>());
    }

    /// <summary>Declares where batches come from: what gives an epoch's batches each time that it is enumerated.</summary>
    /// <param name="loader">Gives the loader of a loop, such as a <c>DataLoader</c>. Each step gets a copy of its batch.</param>
    /// <typeparam name="TBatch">What a batch is.</typeparam>
    /// <exception cref="InvalidOperationException">A step that takes no batch is already declared.</exception>
    public TrainingSubject<T, TBatch> WithBatches<TBatch>(Func<T, IEnumerable<TBatch>> loader)
    {
        ArgumentNullException.ThrowIfNull(loader);
        return WithBatches((loop, _) => loader(loop));
    }

    /// <summary>Declares a step that makes its own data and reports a number.</summary>
    /// <param name="step">Forward, backward and update; gives the number that is reported.</param>
    public TrainingSubject<T> WithStep(Func<T, double> step) => Stepping(step, loop => step(loop));

    /// <inheritdoc cref="WithStep(Func{T, double})"/>
    public TrainingSubject<T> WithStep(Func<T, float> step) => Stepping(step, loop => (double)step(loop));

    /// <summary>Declares a step that makes its own data and reports a number as a tensor.</summary>
    /// <param name="step">Forward, backward and update; gives the number that is reported, as a tensor of one element.</param>
    public TrainingSubject<T> WithStep(Func<T, Tensor> step) => Stepping(step, loop => step(loop));

    /// <summary>Declares a step that makes its own data and reports several numbers.</summary>
    /// <param name="step">Forward, backward and update; gives a tuple of numbers or tensors of one element.</param>
    /// <typeparam name="TReport">The type of the tuple.</typeparam>
    public TrainingSubject<T> WithStep<TReport>(Func<T, TReport> step)
        where TReport : ITuple => Stepping(step, loop => step(loop));

    /// <summary>Declares a step that makes its own data and reports nothing.</summary>
    /// <param name="step">Forward, backward and update.</param>
    public TrainingSubject<T> WithStep(Action<T> step) => Stepping(step, loop =>
    {
        step(loop);
        return null;
    });

    /// <summary>Declares a closed trainer, which only takes so many steps at a time, on data of its own.</summary>
    /// <param name="train">Takes so many steps more.</param>
    public TrainingSubject<T> WithSteps(Action<T, long> train)
    {
        ArgumentNullException.ThrowIfNull(train);
        return With(subject =>
        {
            subject.Steps = (loop, count) => train((T)loop, count);
            subject.Step = null;
        });
    }

    private TrainingSubject<T> Stepping(Delegate step, Func<T, object?> take)
    {
        ArgumentNullException.ThrowIfNull(step);
        return With(subject =>
        {
            subject.Step = (loop, _) => take((T)loop);
            subject.Steps = null;
        });
    }

    private void RequireNoStep(string declaring)
    {
        if (Step is not null || Steps is not null)
        {
            throw new InvalidOperationException(
                $"The step of {Name} takes no batch, so a batch would go nowhere. Call {declaring} first, and then "
                    + "WithStep((loop, batch) => …).");
        }
    }
}
