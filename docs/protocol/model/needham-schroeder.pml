/* The Needham-Schroeder public-key protocol and the transport of a session key, under a Dolev-Yao intruder.
 * spin -a needham-schroeder.pml          the paper's messages: Lowe's attack (1995)
 * spin -DLOWE -a needham-schroeder.pml   B's name in the second message: no attack
 * A initiates, with B or with I; B responds. Both are honest. I is registered on the chain with a key of its own.
 * All mail goes through I, who keeps each ciphertext it cannot open and builds what its knowledge permits. */
mtype = { none, A, B, I, NA, NB, NI, KA, KI };     /* principals, nonces, session keys */
mtype = { M1, M2, M3, M4 };

/* message: kind, key owner, d1, d2, d3; d3 of M4 = signer of d1                            */
chan toA = [0] of { mtype, mtype, mtype, mtype, mtype };
chan toB = [0] of { mtype, mtype, mtype, mtype, mtype };
chan net = [0] of { mtype, mtype, mtype, mtype, mtype };   /* everything sent is heard by I */

mtype peerA = none, peerB = none, keyA = none, keyB = none;
bool doneA = false, doneB = false;

bool kNA, kNB, kKA;            /* intruder knows the atom                                    */
bool sKA_A;                    /* intruder holds {KA}PrA (sign(KA) by A)                     */

proctype PA() {
  mtype g2, g3;
  if :: peerA = B :: peerA = I fi;
  atomic { net ! M1, peerA, NA, A, none }
  atomic {
#ifdef LOWE
    toA ? M2, A, NA, g2, g3; (g3 == peerA)
#else
    toA ? M2, A, NA, g2, _
#endif
    ; doneA = true }
  atomic { net ! M3, peerA, g2, none, none }
  keyA = KA;
  atomic { net ! M4, peerA, KA, g2, A }
}

proctype PB() {
  mtype g1, p;
  atomic { toB ? M1, B, g1, p, _; peerB = p }
#ifdef LOWE
  atomic { net ! M2, peerB, g1, NB, B }
#else
  atomic { net ! M2, peerB, g1, NB, none }
#endif
  atomic { toB ? M3, B, NB, _, _ }
  atomic { toB ? M4, B, g1, NB, p; (p == peerB); keyB = g1; doneB = true }
}

/* stored, unopened ciphertexts (one slot for each honest send) */
typedef Msg { mtype k, o, a, b, c; };
Msg st[6];

inline learn(x) { if :: x == NA -> kNA = true :: x == NB -> kNB = true :: x == KA -> kKA = true :: else fi }
inline pick(v)  { if :: kNA -> v = NA :: kNB -> v = NB :: v = NI fi }

proctype PI() {
  mtype k, o, a, b, c, x, y, z; byte n = 0, i;
end: do
  :: atomic { net ? k, o, a, b, c ->
       if :: o == I -> learn(a); learn(b);
             if :: (k == M4 && c == A) -> sKA_A = true :: else fi
          :: else -> st[n].k = k; st[n].o = o; st[n].a = a; st[n].b = b; st[n].c = c; n++
       fi; k = none; o = none; a = none; b = none; c = none }
  :: atomic { n > 0 -> i = 0;                         /* replay any stored ciphertext to its owner */
       do :: i < n-1 -> i++ :: break od;
       if :: st[i].o == A -> toA ! st[i].k, A, st[i].a, st[i].b, st[i].c
          :: st[i].o == B -> toB ! st[i].k, B, st[i].a, st[i].b, st[i].c fi; i = 0 }
  :: atomic { pick(x); if :: y = A :: y = I fi; toB ! M1, B, x, y, none; x = none; y = none }
  :: atomic { pick(x); pick(y); if :: z = I :: z = B fi; toA ! M2, A, x, y, z; x = none; y = none; z = none }
  :: atomic { pick(x); toB ! M3, B, x, none, none; x = none }
  :: atomic { pick(x); if :: y = KI; z = I :: sKA_A -> y = KA; z = A fi; toB ! M4, B, y, x, z; x = none; y = none; z = none }
  od
}

init { atomic { run PA(); run PB(); run PI() } }

/* B believes it shares keyB with A  =>  A ran with B, and I does not know the key */
ltl authB  { [] ((doneB && peerB == A) -> peerA == B) }
ltl secret { [] ((doneB && peerB == A) -> !(keyB == KA && kKA)) }
ltl authA  { [] ((doneA && peerA == B) -> peerB == A) }
/* must FAIL in both variants: the honest run A-B completes (guards against a vacuous pass) */
ltl reach  { [] !(doneB && peerB == A && peerA == B && keyB == keyA) }
