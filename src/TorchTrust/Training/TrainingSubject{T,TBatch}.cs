using System.Runtime.CompilerServices;
using TorchTrust.Subjects;
using TorchTrust.Training;
using TorchTrust.Training.Parts;
using static TorchSharp.torch;

namespace TorchTrust;

/// <summary>A training loop whose steps take batches.</summary>
/// <typeparam name="T">The type of the object that holds models and optimizers.</typeparam>
/// <typeparam name="TBatch">What a batch is.</typeparam>
/// <inheritdoc cref="TrainingSubject"/>
public sealed class TrainingSubject<T, TBatch> : TrainingRecipe<T, TrainingSubject<T, TBatch>>
    where T : notnull
{
    internal TrainingSubject(TrainingSubject other, Func<object, long, object?>? batch, Func<object, long, IEnumerable<object?>>? epoch)
        : base(other)
    {
        Batch = batch;
        Epoch = epoch;
    }

    /// <summary>Declares a step on a batch that reports a number.</summary>
    /// <param name="step">Forward, backward and update; gives the number that is reported.</param>
    public TrainingSubject<T, TBatch> WithStep(Func<T, TBatch, double> step) => Stepping(step, (loop, batch) => step(loop, batch));

    /// <inheritdoc cref="WithStep(Func{T, TBatch, double})"/>
    public TrainingSubject<T, TBatch> WithStep(Func<T, TBatch, float> step) =>
        Stepping(step, (loop, batch) => (double)step(loop, batch));

    /// <summary>Declares a step on a batch that reports a number as a tensor.</summary>
    /// <param name="step">Forward, backward and update; gives the number that is reported, as a tensor of one element.</param>
    public TrainingSubject<T, TBatch> WithStep(Func<T, TBatch, Tensor> step) => Stepping(step, (loop, batch) => step(loop, batch));

    /// <summary>Declares a step on a batch that reports several numbers.</summary>
    /// <param name="step">Forward, backward and update; gives a tuple of numbers or tensors of one element.</param>
    /// <typeparam name="TReport">The type of the tuple.</typeparam>
    public TrainingSubject<T, TBatch> WithStep<TReport>(Func<T, TBatch, TReport> step)
        where TReport : ITuple => Stepping(step, (loop, batch) => step(loop, batch));

    /// <summary>Declares a step on a batch that reports nothing.</summary>
    /// <param name="step">Forward, backward and update.</param>
    public TrainingSubject<T, TBatch> WithStep(Action<T, TBatch> step) => Stepping(step, (loop, batch) =>
    {
        step(loop, batch);
        return null;
    });

    /// <summary>Declares how the loop is evaluated on batches. This tells more than an evaluation on data of its own.</summary>
    /// <param name="evaluate">Evaluates batches without a trace in the training, and gives the number that is watched.</param>
    /// <param name="reference">The same number, computed in another and plainer way; null where there is none.</param>
    public TrainingSubject<T, TBatch> WithEvaluation(
        Func<T, IReadOnlyList<TBatch>, double> evaluate, Func<T, IReadOnlyList<TBatch>, double>? reference = null)
    {
        ArgumentNullException.ThrowIfNull(evaluate);
        return With(subject =>
        {
            subject.EvaluateOn = (loop, batches) => evaluate((T)loop, [.. batches.Cast<TBatch>()]);
            subject.ReferenceOn = reference is null ? null : (loop, batches) => reference((T)loop, [.. batches.Cast<TBatch>()]);
        });
    }

    /// <summary>Declares which tensor of a batch is the target of which other.</summary>
    /// <param name="target">Gives the target of a batch: one of its own tensors, such as <c>batch => batch.Labels</c>.</param>
    /// <param name="of">Gives the tensor of the same batch whose samples the target belongs to, in their order.</param>
    /// <param name="classes">The number of classes, where the target holds class indices; null where it holds values.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two classes.</exception>
    public TrainingSubject<T, TBatch> HasTarget(Func<TBatch, Tensor> target, Func<TBatch, Tensor> of, long? classes = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(of);
        if (classes < 2)
        {
            throw new ArgumentOutOfRangeException(
                nameof(classes), classes, "A target of classes has at least two. Leave the number out where the target holds values.");
        }

        var declared = new DeclaredTarget(batch => target((TBatch)batch!), batch => of((TBatch)batch!), classes);
        return WithFacts(facts => facts with { Targets = [.. facts.Targets, declared] });
    }

    /// <summary>
    /// Declares a model that the loop trains, so that it is checked with the loop, as a <see cref="ModelSubject"/> that is called with what
    /// the
    /// batches hold: its results stand under the loop's, with its name as the part.
    /// </summary>
    /// <param name="name">What it is called in results.</param>
    /// <param name="model">Finds it in what was built.</param>
    /// <param name="arguments">Gives the arguments of its call from a batch, such as <c>batch => [batch.Images]</c>.</param>
    /// <param name="facts">What is known of the model, such as <c>model => model.IsRandomInEvalOnPurpose(reason)</c>.</param>
    /// <typeparam name="TModel">The type of the model.</typeparam>
    /// <exception cref="ArgumentException">The name is empty, or another part has it.</exception>
    public TrainingSubject<T, TBatch> WithModel<TModel>(
        string name, Func<T, TModel> model, Func<TBatch, object?[]> arguments, Func<ModelSubject, ModelSubject>? facts = null)
        where TModel : class
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(arguments);
        return WithPart(name, loop => ModelOfLoop.Of(loop, name, built => model((T)built), batch => arguments((TBatch)batch!), facts));
    }

    /// <summary>
    /// Declares the loss that the loop lowers, so that it is checked with the loop, as a <see cref="LossSubject"/> whose predictions are
    /// what the
    /// models give: its results stand under the loop's, with the part <c>loss</c>.
    /// </summary>
    /// <param name="output">Gives what the models of a loop make of a batch.</param>
    /// <param name="loss">Takes that and the batch, and gives a scalar.</param>
    /// <param name="facts">What is known of the loss, such as <c>loss => loss.Reduces(torch.nn.Reduction.Mean)</c>.</param>
    /// <typeparam name="TOutput">What the models give.</typeparam>
    /// <exception cref="ArgumentException">Another part is called <c>loss</c>.</exception>
    public TrainingSubject<T, TBatch> WithLoss<TOutput>(
        Func<T, TBatch, TOutput> output,
        Func<TOutput, TBatch, Tensor> loss,
        Func<LossSubject<TOutput, TBatch>, LossSubject<TOutput, TBatch>>? facts = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(loss);
        return WithPart(LossOfLoop.Name, loop => LossOfLoop.Of(loop, output, loss, facts));
    }

    private TrainingSubject<T, TBatch> WithPart(string name, Func<TrainingSubject, SubjectPart> derive) =>
        PartRecipes.Any(part => part.Name == name)
            ? throw new ArgumentException($"A part of {Name} is called '{name}' already. Give each a name of its own.", nameof(name))
            : With(subject => subject.PartRecipes = [.. subject.PartRecipes, (name, derive)]);

    private TrainingSubject<T, TBatch> Stepping(Delegate step, Func<T, TBatch, object?> take)
    {
        ArgumentNullException.ThrowIfNull(step);
        return With(subject => subject.Step = (loop, batch) => take((T)loop, (TBatch)batch!));
    }
}
