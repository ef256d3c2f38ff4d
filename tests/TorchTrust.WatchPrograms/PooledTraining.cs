namespace TorchTrust.WatchPrograms;

/// <summary>
/// Trains a loop of the pool as a program does: epoch by epoch over the same batches in an order that is drawn anew, or, where it
/// streams, over batches that never come back; after each epoch it evaluates on batches that no training sees.
/// </summary>
/// <param name="subject">How the loop is built and takes steps.</param>
/// <param name="streams">Whether batches never come back.</param>
internal sealed class PooledTraining(TrainingSubject subject, bool streams)
{
    private const long HeldOut = 1_000_000;

    /// <summary>Trains.</summary>
    /// <param name="epochs">How many epochs.</param>
    /// <param name="steps">How many steps an epoch, where the loop does not say.</param>
    public void Run(int epochs, int steps)
    {
        var order = new Random(1);
        object loop = subject.Build(1);
        steps = (int)(subject.EndOfEpoch?.StepsPerEpoch ?? steps);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            if (subject.Steps is { } closed)
            {
                closed(loop, steps);
            }
            else
            {
                foreach (object? batch in Batches(loop, epoch, steps, order))
                {
                    subject.Step!(loop, batch);
                }
            }

            subject.EndOfEpoch?.End(loop);
            Evaluate(loop);
        }

        (loop as IDisposable)?.Dispose();
    }

    private IEnumerable<object?> Batches(object loop, int epoch, int steps, Random order)
    {
        if (subject.Epoch is { } ofEpoch)
        {
            return ofEpoch(loop, epoch);
        }

        int[] numbers = [.. Enumerable.Range(streams ? epoch * steps : 0, steps)];
        if (!streams)
        {
            order.Shuffle(numbers);
        }

        return numbers.Select(number => subject.Batch?.Invoke(loop, number));
    }

    private void Evaluate(object loop)
    {
        if (subject.EvaluateOn is { } evaluate)
        {
            object?[] batches = subject.Batch is { } make
                ? [.. Enumerable.Range(0, 3).Select(number => make(loop, HeldOut + number))]
                : [.. subject.Epoch!(loop, HeldOut).Take(3)];
            evaluate(loop, batches);
        }
        else
        {
            subject.Evaluate?.Invoke(loop);
        }
    }
}
