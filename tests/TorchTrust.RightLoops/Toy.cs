namespace TorchTrust.RightLoops;

/// <summary>Small batches that can be learned; the n-th is the same whenever and wherever it is made.</summary>
internal static class Toy
{
    /// <summary>The number of classes of labelled batches.</summary>
    public const long Classes = 3;

    /// <summary>The number of a batch that no training sees.</summary>
    public const long HeldOut = 1_000_000;

    /// <summary>Points <c>[N, features]</c>, drawn from a normal distribution.</summary>
    public static Tensor Points(long n, long samples = 8, long features = 4)
    {
        using var random = new Generator((ulong)(1_000 + n));
        return randn([samples, features], generator: random);
    }

    /// <summary>Points, each with the index of the largest of its first three features as class.</summary>
    public static LabelledBatch Labelled(long n, long samples = 8)
    {
        Tensor inputs = Points(n, samples);
        using Tensor scores = inputs.narrow(1, 0, Classes);
        return new LabelledBatch(inputs, scores.argmax(1));
    }

    /// <summary>Points, and a smooth value <c>[N, 1]</c> of each.</summary>
    public static (Tensor Input, Tensor Target) Valued(long n, long samples = 8)
    {
        using var scope = NewDisposeScope();
        Tensor inputs = Points(n, samples);
        Tensor values = inputs.sin().sum(1, keepdim: true);
        return (inputs.MoveToOuterDisposeScope(), values.MoveToOuterDisposeScope());
    }

    /// <summary>A network from four features to class scores, or to other outputs.</summary>
    public static Sequential Network(long outputs = Classes) => Sequential(Linear(4, 8), Tanh(), Linear(8, outputs));

    /// <summary>The share of held-out points that a model classifies right.</summary>
    public static double Accuracy(Module<Tensor, Tensor> model)
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        bool training = model.training;
        model.eval();
        LabelledBatch held = Labelled(HeldOut, samples: 32);
        double accuracy = model.call(held.Inputs).argmax(1).eq(held.Labels).to(ScalarType.Float32).mean().item<float>();
        model.train(training);
        return accuracy;
    }

    /// <summary>The mean squared error of a model on held-out points.</summary>
    public static double Error(Module<Tensor, Tensor> model)
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        bool training = model.training;
        model.eval();
        (Tensor input, Tensor target) = Valued(HeldOut, samples: 32);
        double error = F.mse_loss(model.call(input), target).item<float>();
        model.train(training);
        return error;
    }

    /// <summary>Copies all parameters of one model into another.</summary>
    public static void Copy(nn.Module from, nn.Module to)
    {
        using IDisposable _ = no_grad();
        foreach ((Parameter source, Parameter target) in from.parameters().Zip(to.parameters()))
        {
            target.copy_(source);
        }
    }

    /// <summary>Moves all parameters of one model a part of the way to those of another.</summary>
    public static void Follow(nn.Module leader, nn.Module follower, double share)
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        foreach ((Parameter source, Parameter target) in leader.parameters().Zip(follower.parameters()))
        {
            target.add_((source - target) * share);
        }
    }

    /// <summary>Sets the rate of all groups of an optimizer.</summary>
    public static void SetRate(optim.Optimizer optimizer, double rate)
    {
        foreach (optim.ILearningRateController group in optimizer.ParamGroups)
        {
            group.LearningRate = rate;
        }
    }
}
