using TorchTrust.Losses;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using TorchTrust.Training.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Training.Parts;

/// <summary>The loss that a loop lowers, as a subject: its predictions are what the loop's models give for its batches.</summary>
internal static class LossOfLoop
{
    /// <summary>What the part is called.</summary>
    public const string Name = "loss";

    /// <summary>The loss as a part of the loop.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="output">Gives what the models of a loop make of a batch.</param>
    /// <param name="loss">Takes that and the batch.</param>
    /// <param name="facts">What is declared of the loss; null for nothing.</param>
    /// <typeparam name="T">The type of the loop.</typeparam>
    /// <typeparam name="TBatch">What a batch is.</typeparam>
    /// <typeparam name="TOutput">What the models give.</typeparam>
    public static SubjectPart Of<T, TBatch, TOutput>(
        TrainingSubject loop,
        Func<T, TBatch, TOutput> output,
        Func<TOutput, TBatch, Tensor> loss,
        Func<LossSubject<TOutput, TBatch>, LossSubject<TOutput, TBatch>>? facts)
    {
        LossSubject<TOutput, TBatch> subject = LossSubject.For(loss, Name)
            .MadeBy(new ArgumentSource(
                seed => new TrainingSession(loop, seed),
                (session, count, draw) => Arguments(((TrainingSession)session).Live, output, count, draw)))
            .HasPredictions(0)
            .IgnoresArgumentOnPurpose(1, "It holds a whole batch, of which a loss need not use all.")
            .MayLeaveOutPredictions();
        return new SubjectPart(Name, facts?.Invoke(subject) ?? subject)
        {
            Declaring = $".WithLoss(…, loss => loss{SubjectPart.Line})",
        };
    }

    private static object?[] Arguments<T, TBatch, TOutput>(LiveLoop loop, Func<T, TBatch, TOutput> output, long count, long draw)
    {
        try
        {
            object? batch = BatchOfSize.Of(loop, count, draw);
            using RandomState _ = RandomState.Fork(draw);
            object? given = SubjectException.Guard("computing what the loss is given", () => output((T)loop.Loop, (TBatch)batch!));
            return (object?[])TensorTree.Map(new[] { given, batch }, (_, tensor) => tensor.detach())!;
        }
        catch (SubjectException thrown)
        {
            throw new NoArgumentsException(thrown);
        }
    }
}
