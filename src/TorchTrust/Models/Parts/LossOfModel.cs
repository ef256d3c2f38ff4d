using TorchTrust.Losses;
using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Models.Parts;

/// <summary>The loss that a model declares, as a subject: its predictions are what the model gives.</summary>
internal static class LossOfModel
{
    private const string Name = "loss";

    /// <summary>The loss as a part of the model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="loss">Takes the arguments and the output of a call.</param>
    /// <param name="facts">What is declared of the loss; null for nothing.</param>
    /// <typeparam name="TOutput">The type of the output.</typeparam>
    public static SubjectPart Of<TOutput>(
        ModelSubject model,
        Func<object?[], TOutput, Tensor> loss,
        Func<LossSubject<object?[], TOutput>, LossSubject<object?[], TOutput>>? facts)
    {
        LossSubject<object?[], TOutput> subject = LossSubject.For(loss, Name)
            .MadeBy(new ArgumentSource(seed => new ModelSession(model, seed), Arguments))
            .HasPredictions(1)
            .IgnoresArgumentOnPurpose(0, "It holds what the model takes, which need not matter to its loss.")
            .MayLeaveOutPredictions();
        return new SubjectPart(Name, facts?.Invoke(subject) ?? subject)
        {
            Declaring = $".WithLoss<…>(…, loss => loss{SubjectPart.Line})",
        };
    }

    /// <summary>What a model is given and what it gives in training.</summary>
    private static object?[] Arguments(ISubjectSession session, long count, long draw)
    {
        var model = (ModelSession)session;
        try
        {
            ModelInputs inputs = model.Inputs(count, draw);
            ForwardResult result = model.Run(inputs, ForwardMode.Training, noise: draw);
            return (object?[])TensorTree.Map(new object?[] { inputs.Arguments, result.Output }, (_, tensor) => tensor.detach())!;
        }
        catch (SubjectException thrown)
        {
            throw new NoArgumentsException(thrown);
        }
    }
}
